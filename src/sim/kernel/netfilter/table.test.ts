import { expect, test } from 'vitest';
import type { RuleSpec } from './rule.ts';
import { ruleText, tableText } from './rule-text.ts';
import { Table } from './table.ts';

const ACCEPT = { kind: 'ACCEPT' } as const;
const DOCKER0 = { name: 'docker0' };
const JUMP: RuleSpec = { target: { kind: 'jump', chain: 'DOCKER-USER' } };

test('a table lists its built-in chains, the others by name, then the rules', () => {
  const table = new Table('filter');
  table.newChain('DOCKER-USER');
  table.newChain('DOCKER');
  table.setPolicy('FORWARD', 'DROP');
  table.append('DOCKER', { inInterface: { ...DOCKER0, not: true }, outInterface: DOCKER0, target: ACCEPT });
  table.append('FORWARD', JUMP);
  expect(tableText(table)).toEqual([
    '-P INPUT ACCEPT',
    '-P FORWARD DROP',
    '-P OUTPUT ACCEPT',
    '-N DOCKER',
    '-N DOCKER-USER',
    '-A FORWARD -j DOCKER-USER',
    '-A DOCKER ! -i docker0 -o docker0 -j ACCEPT',
  ]);
  expect(tableText(table, 'DOCKER-USER')).toEqual(['-N DOCKER-USER']);
  expect(() => tableText(table, 'NOPE')).toThrow('No such file or directory');
});

const WRITTEN: readonly (readonly [string, RuleSpec])[] = [
  [
    '-A C -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT',
    {
      target: ACCEPT,
      matches: [{ kind: 'tcp', destinationPort: { first: 80, last: 80 } }],
      protocol: { number: 6 },
      outInterface: DOCKER0,
      inInterface: { ...DOCKER0, not: true },
      destination: { address: 0xac110002, prefix: 32 },
    },
  ],
  [
    '-A C ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER',
    {
      destination: { address: 0x7f000000, prefix: 8, not: true },
      matches: [{ kind: 'addrtype', destinationType: { type: 'LOCAL' } }],
      target: { kind: 'jump', chain: 'DOCKER' },
    },
  ],
  [
    '-A C -p udp -m udp --sport 1000:2000 ! --dport 53 -m conntrack ! --ctstate RELATED,ESTABLISHED',
    {
      protocol: { number: 17 },
      matches: [
        { kind: 'udp', sourcePort: { first: 1000, last: 2000 }, destinationPort: { first: 53, last: 53, not: true } },
        { kind: 'conntrack', states: ['ESTABLISHED', 'RELATED'], not: true },
      ],
    },
  ],
  [
    '-A C -j DNAT --to-destination 172.17.0.2:80',
    { target: { kind: 'DNAT', to: { address: 0xac110002, ports: { first: 80, last: 80 } } } },
  ],
  [
    '-A C -p icmp -m icmp --icmp-type 8 -m comment --comment "no \\"ping\\"" -j REJECT --reject-with icmp-host-prohibited',
    {
      protocol: { number: 1 },
      matches: [
        { kind: 'icmp', type: 8 },
        { kind: 'comment', text: 'no "ping"' },
      ],
      target: { kind: 'REJECT', with: 'icmp-host-prohibited' },
    },
  ],
];

test.each(WRITTEN)('%s', (text, spec) => expect(ruleText('C', spec)).toBe(text));

test('rules go where they are put, and the first one that is the same is deleted', () => {
  const table = new Table('nat');
  const [a, b, c] = [1, 2, 3].map((protocol): RuleSpec => ({ protocol: { number: protocol }, target: ACCEPT }));
  if (!a || !b || !c) return;
  for (const spec of [a, b]) table.append('PREROUTING', spec);
  table.insert('PREROUTING', c);
  table.insert('PREROUTING', a, 1);
  expect(table.chain('PREROUTING').rules.map(({ spec }) => spec.protocol?.number)).toEqual([3, 1, 1, 2]);
  table.delete('PREROUTING', { target: ACCEPT, protocol: { number: 1 } });
  expect(table.has('PREROUTING', a)).toBe(true);
  table.delete('PREROUTING', a);
  expect(table.has('PREROUTING', a)).toBe(false);
  expect(() => table.delete('PREROUTING', a)).toThrow('No such file or directory');
  expect(() => table.insert('PREROUTING', a, 3)).toThrow('Argument list too long');
});

test('chains are refused that cannot be, or are in use', () => {
  const table = new Table('filter');
  table.newChain('DOCKER-USER');
  expect(() => table.newChain('DOCKER-USER')).toThrow('File exists');
  expect(() => table.newChain('INPUT')).toThrow('File exists');
  expect(() => table.append('NOPE', JUMP)).toThrow('No such file or directory');
  expect(() => table.append('INPUT', { target: { kind: 'jump', chain: 'NOPE' } })).toThrow('No such file');
  expect(() => table.append('DOCKER-USER', JUMP)).toThrow('Too many levels of symbolic links');
  table.newChain('OTHER');
  table.append('DOCKER-USER', { target: { kind: 'goto', chain: 'OTHER' } });
  expect(() => table.append('OTHER', JUMP)).toThrow('Too many levels of symbolic links');
  table.append('INPUT', JUMP);
  expect(() => table.deleteChain('DOCKER-USER')).toThrow('Too many links');
  table.flush('INPUT');
  expect(() => table.deleteChain('DOCKER-USER')).toThrow('Directory not empty');
  table.flush();
  table.deleteChain('DOCKER-USER');
  expect(table.find('DOCKER-USER')).toBeUndefined();
});

test('of two rules that say the same one is left when the other is removed, whoever asked before', () => {
  const table = new Table('filter');
  table.append('INPUT', { target: ACCEPT });
  expect(table.has('INPUT', { target: ACCEPT })).toBe(true);
  table.append('INPUT', { target: ACCEPT });
  table.delete('INPUT', { target: ACCEPT });
  expect(table.has('INPUT', { target: ACCEPT })).toBe(true);
  table.deleteAt('INPUT', 0);
  expect(table.has('INPUT', { target: ACCEPT })).toBe(false);
});
