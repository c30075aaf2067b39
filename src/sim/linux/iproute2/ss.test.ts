import { expect, test } from 'vitest';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import type { System } from '../../kernel/syscalls.ts';
import { TestMachine } from '../test-machine.test-support.ts';
import { tableText } from './columns.ts';
import { ss } from './ss.ts';

/** A server on port 8087 of IPv4 and of IPv6, with a backlog of 4096, that runs ss. */
function* server(sys: System) {
  for (const address of [
    { family: 'inet', address: '0.0.0.0', port: 8087 },
    { family: 'inet6', address: '::', port: 8087 },
  ] as const) {
    const fd = sys.socket(address.family, 'stream');
    sys.setsockopt(fd, { v6only: address.family === 'inet6' });
    sys.bind(fd, address);
    sys.listen(fd, 4096);
  }
  const pid = sys.spawn('/bin/ss', ['ss', ...sys.argv.slice(1)]);
  return (yield* sys.waitpid(pid))?.status ?? 0;
}

const { host } = new TestMachine(makeTree({ bin: { server: executable(server), ss: executable(ss) } }));

function run(...words: string[]): string {
  const { out, err, status } = host.run(['server', ...words]);
  return `${out}${err}=${status}`;
}

// Recorded from ss of iproute2 7.3.
const LISTENING = `State  Recv-Q Send-Q Local Address:Port Peer Address:Port
LISTEN 0      4096         0.0.0.0:8087      0.0.0.0:*
LISTEN 0      4096            [::]:8087         [::]:*
=0`;

test('ss -tln, into a pipe', () => {
  const trimmed = (...words: string[]): string => run(...words).replace(/ +$/gm, '');
  expect(trimmed('-tln')).toBe(LISTENING);
  expect(trimmed('-ltn', 'sport', '=', ':8087')).toBe(LISTENING);
  expect(trimmed('-ltn', '( sport = :8088 )')).not.toContain('LISTEN');
  expect(trimmed('-tuln').split('\n')[1]).toBe('tcp   LISTEN 0      4096         0.0.0.0:8087      0.0.0.0:*');
  expect(trimmed('-H', '-4', '-tln')).toBe('LISTEN 0      4096   0.0.0.0:8087 0.0.0.0:*\n=0');
  expect(trimmed('-tan', 'state', 'listening').split('\n')[1]).toBe('0      4096         0.0.0.0:8087      0.0.0.0:*');
  expect(run('-tlnp')).toMatch(/Peer Address:PortProcess\n.*\* {4}users:\(\("server",pid=\d+,fd=\d+\)/);
});

test.each([
  ['src 0.0.0.0', ['0.0.0.0']],
  ['src 10.0.0.0/8', []],
  ['src [::]:8087', ['[::]']],
  ['src :8087 and not src 0.0.0.0', ['[::]']],
  ['( sport = :8088 or sport > :8000 ) and src 0.0.0.0', ['0.0.0.0']],
  ['dst 127.0.0.1 or sport lt 8000', []],
])('ss %s', (filter, addresses) => {
  expect([...run('-Htln', ...filter.split(' ')).matchAll(/(\S+):8087/g)].map(([, address]) => address)).toEqual(
    addresses,
  );
});

test('ss wants to be told what it knows', () => {
  expect(run('foo', '-t')).toBe(
    'Error: an inet prefix is expected rather than "foo".\nCannot parse dst/src address.\n=1',
  );
  expect(run('--foo')).toMatch(/^ss: unrecognized option '--foo'\nUsage: ss \[ OPTIONS \]\n/);
  expect(run('-s')).toContain('Passerelle');
});

test('on a terminal what is left of the line is given to the columns, the last first', () => {
  const columns = ['State', 'Recv-Q', 'Send-Q', 'Local Address:', 'Port', 'Peer Address:', 'Port'].map((header, i) => ({
    header,
    align: header.endsWith(':') ? ('right' as const) : ('left' as const),
    before: i === 0 || header === 'Port' ? ('' as const) : (' ' as const),
  }));
  const row = ['LISTEN', '0     ', '4096  ', '0.0.0.0:', '8087', '0.0.0.0:', '*'];
  expect(tableText(columns, [row], { screen: 80, headed: true })).toBe(
    `State     Recv-Q    Send-Q       Local Address:Port        Peer Address:Port    
LISTEN    0         4096               0.0.0.0:8087             0.0.0.0:*       
`,
  );
});
