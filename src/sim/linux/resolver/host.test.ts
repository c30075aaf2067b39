import { expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { SECOND } from '../../kernel/clock.ts';
import { executable, makeTree, writeFile } from '../../kernel/fs/tree.ts';
import type { Program } from '../../kernel/syscalls.ts';
import { DNS_RCODE, emitDns, parseDns } from '../../kernel/wire/dns.ts';
import { dnsServer } from '../dns-server.ts';
import { TestMachine } from '../test-machine.test-support.ts';
import { candidates, parseResolvConf } from './resolv-conf.ts';

function* nothing() {
  return 0;
}

/** A container whose name server is the bridge's address, where `server` runs, if there is one. */
function world(server?: Program) {
  const machine = new TestMachine(makeTree(server ? { dns: executable(server) } : {}));
  const box = machine.container(alpine(nothing).createRoot());
  writeFile(box.namespaces.root, '/etc/resolv.conf', 'nameserver 172.17.0.1\n');
  if (server) machine.machine.run({ path: '/dns', argv: ['dns'], env: new Map(), cwd: '/', files: [] });
  return { box, clock: machine.machine.clock };
}

test('a name is asked for on UDP port 53', () => {
  const { box } = world(dnsServer(new Map([['example.com', '172.17.0.1']])));
  expect(box.run('ping -c 1 -q www.example.com').out).toContain('PING www.example.com (172.17.0.1): 56 data bytes\n');
  expect(box.run('ping nosuch').err).toBe("ping: bad address 'nosuch'\n");
});

test('a closed port is an answer: nobody waits for it', () => {
  const { box, clock } = world();
  const before = clock.now;
  expect(box.run('ping example.com').err).toBe("ping: bad address 'example.com'\n");
  expect(clock.now - before).toBeLessThan(SECOND);
});

test('a silent server is asked twice, five seconds each time', () => {
  const { box, clock } = world(function* (sys) {
    sys.bind(sys.socket('inet', 'dgram'), { family: 'inet', address: '0.0.0.0', port: 53 });
    yield* sys.sleep(60 * SECOND);
    return 0;
  });
  const before = clock.now;
  expect(box.run('ping example.com').err).toBe("ping: bad address 'example.com'\n");
  expect(Math.round((clock.now - before) / SECOND)).toBe(10);
});

test('the search list and ndots say which names are asked for', () => {
  const conf = parseResolvConf('nameserver 9.9.9.9\nsearch corp.test lan.\noptions ndots:2\n', 'box');
  expect(candidates('web', conf)).toEqual(['web.corp.test', 'web.lan', 'web']);
  expect(candidates('a.b.c', conf)).toEqual(['a.b.c', 'a.b.c.corp.test', 'a.b.c.lan']);
  expect(candidates('web.', conf)).toEqual(['web']);
});

test('a refused question ends the search list; the name itself is asked for all the same', () => {
  const asked: string[] = [];
  const { box } = world(function* (sys) {
    const fd = sys.socket('inet', 'dgram');
    sys.bind(fd, { family: 'inet', address: '0.0.0.0', port: 53 });
    for (;;) {
      const got = yield* sys.recvfrom(fd);
      const query = got && parseDns(got.data);
      if (got === undefined || query === undefined) continue;
      asked.push(`${query.questions[0]?.name} ${query.questions[0]?.type}`);
      yield* sys.sendto(fd, emitDns({ ...query, response: true, rcode: DNS_RCODE.REFUSED }), got.from);
    }
  });
  writeFile(box.namespaces.root, '/etc/resolv.conf', 'search a b\nnameserver 172.17.0.1\noptions attempts:1\n');
  expect(box.run('ping -4 web').err).toBe("ping: bad address 'web'\n");
  expect(asked).toEqual(['web.a A', 'web A']);
});

test('an unreachable server is given up when its neighbours say so', () => {
  const { box, clock } = world();
  writeFile(box.namespaces.root, '/etc/resolv.conf', 'search a b\nnameserver 172.17.0.77\n');
  const before = clock.now;
  expect(box.run('ping web').err).toBe("ping: bad address 'web'\n");
  expect((clock.now - before) / SECOND).toBeCloseTo(6.2, 0);
});
