import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { SECOND } from '../../kernel/clock.ts';
import { executable, makeTree, writeFile } from '../../kernel/fs/tree.ts';
import type { Program } from '../../kernel/syscalls.ts';
import { type DnsMessage, type DnsRecord, emitDns, parseDns } from '../../kernel/wire/dns.ts';
import { dnsServer } from '../dns-server.ts';
import { TestMachine } from '../test-machine.test-support.ts';

const ZONE = dnsServer(new Map([['example.com', '203.0.113.10']]));
const HEAD = 'Server:\t\t172.17.0.1\nAddress:\t172.17.0.1:53\n\n';

function* nothing() {
  return 0;
}

/** A container whose name server is the bridge's address, where `server` runs, if there is one. */
function world(server?: Program, resolvConf = 'nameserver 172.17.0.1\n') {
  const machine = new TestMachine(makeTree(server ? { dns: executable(server) } : {}));
  const box = machine.container(alpine(nothing).createRoot());
  writeFile(box.namespaces.root, '/etc/resolv.conf', resolvConf);
  if (server) machine.machine.run({ path: '/dns', argv: ['dns'], env: new Map(), cwd: '/', files: [] });
  return { box, clock: machine.machine.clock };
}

/** A server whose answers are bytes; undefined is silence. */
const answering = (answer: (query: DnsMessage) => Uint8Array | undefined): Program =>
  function* (sys) {
    const fd = sys.socket('inet', 'dgram');
    sys.bind(fd, { family: 'inet', address: '0.0.0.0', port: 53 });
    for (;;) {
      const got = yield* sys.recvfrom(fd);
      const query = got && parseDns(got.data);
      const reply = query && answer(query);
      if (reply !== undefined && got !== undefined) yield* sys.sendto(fd, reply, got.from);
    }
  };

const withRecords =
  (...records: readonly DnsRecord[]) =>
  (query: DnsMessage): Uint8Array =>
    emitDns({ ...query, response: true, recursionAvailable: true, answers: records });

const withRcode =
  (rcode: number) =>
  (query: DnsMessage): Uint8Array =>
    emitDns({ ...query, response: true, rcode });

test('A, then AAAA; who speaks for the zone is not called non-authoritative', () => {
  const { out, status } = world(ZONE).box.run('nslookup www.example.com');
  expect(out).toBe(
    `${HEAD}Name:\twww.example.com\nAddress: 203.0.113.10\n\n** server can't find www.example.com: REFUSED\n\n`,
  );
  expect(status).toBe(1);
});

test('an answer without records is a heading and nothing under it', () => {
  const { out, status } = world(answering(withRecords())).box.run('nslookup -type=aaaa web');
  expect([out, status]).toEqual([`${HEAD}Non-authoritative answer:\n\n`, 0]);
});

test('names, servers and the start of a zone each have their own form', () => {
  const head = { name: 'a.test', class: 1, ttl: 60 } as const;
  const soa = { primary: 'ns.test', mailbox: 'me.test', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 };
  const records: DnsRecord[] = [
    { ...head, type: 'CNAME', target: 'b.test' },
    { ...head, type: 'NS', target: 'ns.test' },
    { ...head, type: 'PTR', target: '' },
    { ...head, type: 'AAAA', address: 'fd00::1' },
    { ...head, type: 'TYPE99', data: new Uint8Array(3) },
    { ...head, type: 'SOA', soa },
  ];
  expect(
    world(answering(withRecords(...records)))
      .box.run('nslookup -type=any a.test')
      .out.slice(HEAD.length),
  ).toBe(
    'Non-authoritative answer:\na.test\tcanonical name = b.test\na.test\tnameserver = ns.test\na.test\tname = .\n' +
      'Name:\ta.test\nAddress: fd00::1\n' +
      'a.test\n\torigin = ns.test\n\tmail addr = me.test\n\tserial = 1\n\trefresh = 2\n\tretry = 3\n\texpire = 4\n\tminimum = 5\n\n',
  );
});

test('an address is asked for backwards', () => {
  const asked = (host: string): string | undefined =>
    /can't find (.*):/.exec(world(answering(withRcode(3))).box.run(`nslookup ${host}`).out)?.[1];
  expect(asked('172.17.0.2')).toBe('2.0.17.172.in-addr.arpa');
  expect(asked('::ffff:10.0.0.1')).toBe('1.0.0.10.in-addr.arpa');
  expect(asked('fe80::1')).toBe(`1.${'0.'.repeat(28)}8.e.f.ip6.arpa`);
});

test('response codes have names', () => {
  const outcome = (rcode: number): string => world(answering(withRcode(rcode))).box.run('nslookup -type=a x').out;
  const names = [1, 3, 4, 5, 9, 11].map((rcode) => /: (\w+)\n/.exec(outcome(rcode))?.[1]);
  expect(names).toEqual(['FORMERR', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'NOTAUTH', '11']);
});

test('a server that fails is asked again at once, twice', () => {
  let asked = 0;
  const failing = answering((query) => {
    asked++;
    return withRcode(2)(query);
  });
  expect(world(failing).box.run('nslookup -type=a x').out).toBe(`${HEAD}** server can't find x: SERVFAIL\n\n`);
  expect(asked).toBe(3);
});

test('a silent server is asked twice in five seconds', () => {
  let asked = 0;
  const silent = answering(() => {
    asked++;
    return undefined;
  });
  const { box, clock } = world(silent);
  const before = clock.now;
  const { out, status } = box.run('nslookup -type=a x');
  expect([out, status, asked]).toEqual([';; connection timed out; no servers could be reached\n\n', 1, 2]);
  expect(Math.round((clock.now - before) / SECOND)).toBe(5);
});

test('one answer of two is enough; the other is missed by name', () => {
  const half = answering((query) => (query.questions[0]?.type === 'A' ? withRecords()(query) : undefined));
  const { out, status } = world(half).box.run('nslookup -timeout=1 x');
  expect([out, status]).toEqual([`${HEAD}Non-authoritative answer:\n\n*** Can't find x: No answer\n\n`, 0]);
});

test('a closed port breaks the read, each time that the query is sent', () => {
  expect(world().box.run('nslookup -type=a x')).toEqual({
    out: ';; connection timed out; no servers could be reached\n\n',
    err: 'nslookup: read: Connection refused\n'.repeat(2),
    status: 1,
  });
});

test('the next server is asked where the first is silent', () => {
  const { box } = world(ZONE, 'nameserver 172.17.0.77\nnameserver 172.17.0.1\n');
  expect(box.run('nslookup -type=a example.com')).toEqual({
    out: `${HEAD}Name:\texample.com\nAddress: 203.0.113.10\n\n`,
    err: '',
    status: 0,
  });
});

test('bare names are looked for in the search list only; a server on the command line leaves it unread', () => {
  const { box } = world(ZONE, 'search lan example.com\nnameserver 172.17.0.1\n');
  expect(box.run('nslookup -type=a web').out).toBe(
    `${HEAD}** server can't find web.lan: REFUSED\n\nName:\tweb.example.com\nAddress: 203.0.113.10\n\n`,
  );
  expect(box.run('nslookup -type=a web.').out).toContain("can't find web.: REFUSED");
  expect(box.run('nslookup -type=a web 172.17.0.1').out).toContain("can't find web: REFUSED");
});

test('options are words with one dash, and may be cut short where that is clear', () => {
  const { box } = world(ZONE);
  const run = (words: string) => box.run(words === '' ? ['nslookup'] : `nslookup ${words}`);
  expect(run('-q=A -deb example.com').out).toBe(
    `${HEAD}Query #0 completed in 0ms:\nauthoritative answer:\nName:\texample.com\nAddress: 203.0.113.10\n\n`,
  );
  expect(run('-type=wrong x').err).toBe('nslookup: invalid query type "wrong"\n');
  expect(run('-port=0 x').err).toBe('nslookup: number 0 is not in 1..65535 range\n');
  expect(run('-type=a x nosuch').err).toBe("nslookup: bad address 'nosuch'\n");
  expect(run('-type=a a..b').err).toBe("nslookup: write to '172.17.0.1': Message too long\n");
  for (const words of ['-wrong x', '-= x', '', 'a b c']) {
    expect([words, run(words).err]).toEqual([words, expect.stringContaining('Usage: nslookup [-type=QUERY_TYPE]')]);
  }
});

test('whatever a server answers, nslookup ends with words of its own', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
      const garbage = answering((query) => Uint8Array.from([query.id >> 8, query.id & 0xff, ...noise]));
      const { status } = world(garbage).box.run('nslookup -type=a -timeout=1 x');
      expect(status === 0 || status === 1).toBe(true);
    }),
    { numRuns: 30 },
  );
});
