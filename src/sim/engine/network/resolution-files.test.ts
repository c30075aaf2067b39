import { expect, test } from 'vitest';
import { addHosts, buildHosts, deleteHosts, ownRecords, updateHosts } from './hosts-file.ts';
import { ResolvConf } from './resolv-conf.ts';

const NOTHING = { nameservers: [], search: [], options: [] };

test('hosts: records come and go, and what a person wrote stays', () => {
  const own = ownRecords('box', '', ['172.17.0.2']);
  const text = addHosts(`${buildHosts([{ address: '10.0.0.5', names: 'db' }], true)}# mine\n1.2.3.4 other\n`, own);
  expect(text.split('\n').slice(6)).toEqual(['10.0.0.5\tdb', '# mine', '1.2.3.4 other', '172.17.0.2\tbox', '']);
  expect(deleteHosts(text, own)).toBe(text.replace('172.17.0.2\tbox\n', ''));
  expect(deleteHosts(text, ownRecords('other', '', ['1.2.3.4']))).toBe(text);
});

test('hosts: a name’s new address, and no other name’s', () => {
  const text = '172.17.0.2\tdb 4788\n172.17.0.3\tdb2 5599\n172.17.0.4\tapp\n';
  expect(updateHosts(text, 'db', '172.17.0.9')).toBe('172.17.0.9\tdb 4788\n172.17.0.3\tdb2 5599\n172.17.0.4\tapp\n');
});

test('hosts: a full name is followed by the bare one', () => {
  const names = (hostname: string, domain: string) => ownRecords(hostname, domain, ['10.0.0.2'])[0]?.names;
  expect([names('box', ''), names('a.b.c', ''), names('a', 'b.c')]).toEqual(['box', 'a.b.c a', 'a.b.c a']);
});

test('resolv.conf: loopback servers are no use in a container; without any left, Docker takes Google’s', () => {
  const host = 'nameserver 127.0.0.53\nnameserver ::1\nsearch lan\noptions edns0\n';
  const text = String(new ResolvConf(host, NOTHING).transformForLegacyNetwork());
  expect(text.split('\n').slice(3)).toEqual([
    '',
    'nameserver 8.8.8.8',
    'nameserver 8.8.4.4',
    'search lan',
    'options edns0',
    '',
    "# Based on host file: '/etc/resolv.conf' (legacy)",
    '# Used default nameservers.',
    '# Overrides: []',
    '',
  ]);
});

test('resolv.conf: on networks of one’s own the engine’s resolver stands before the others', () => {
  const given = { nameservers: ['9.9.9.9'], search: ['.'], options: ['ndots:2'] };
  const text = String(new ResolvConf('nameserver 192.168.65.1\n', given).transformForInternalResolver());
  expect(text.split('\n').slice(4)).toEqual([
    'nameserver 127.0.0.11',
    'options ndots:2',
    '',
    "# Based on host file: '/etc/resolv.conf' (internal resolver)",
    '# ExtServers: [9.9.9.9]',
    '# Overrides: [nameservers search options]',
    '# Option ndots from: override',
    '',
  ]);
});
