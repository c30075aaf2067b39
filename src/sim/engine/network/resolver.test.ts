import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SECOND } from '../../kernel/clock.ts';
import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { netfilterOf } from '../../kernel/netfilter/netfilter.ts';
import { ruleText } from '../../kernel/netfilter/rule-text.ts';
import type { Task } from '../../kernel/task.ts';
import type { TraceEvent } from '../../kernel/trace.ts';
import {
  DNS_CLASS_IN,
  type DnsMessage,
  type DnsRecord,
  type DnsType,
  emitDns,
  parseDns,
} from '../../kernel/wire/dns.ts';
import { TestEngine } from '../test-engine.test-support.ts';
import { emitWithin } from './dns-reply.ts';
import { openSocket, readFramed, writeFramed } from './external-server.ts';

const RESOLVER = { family: 'inet', address: '127.0.0.11', port: 53 } as const;

function query(name: string, type: DnsType, more: Partial<DnsMessage> = {}): DnsMessage {
  const flags = { response: false, opcode: 0, authoritative: false, truncated: false, recursionDesired: true };
  const sections = { answers: [], authorities: [], additionals: [] };
  const questions = [{ name, type, class: DNS_CLASS_IN }];
  return { id: 0x1234, ...flags, recursionAvailable: false, rcode: 0, questions, ...sections, ...more };
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const bytes = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** An engine, and questions put to the resolver from inside its containers. */
class Lab extends TestEngine {
  namespace(container: string): NetNamespace {
    const { Pid } = this.inspect(container).State;
    const process = this.machine.processes().find(({ pid }) => pid === Pid);
    if (process === undefined) throw new Error('it does not run');
    return process.namespaces.net;
  }

  /** What comes back within so many seconds. */
  send(container: string, message: Uint8Array, seconds = 0.01): Uint8Array | undefined {
    const socket = openSocket(this.namespace(container), 'udp');
    const deadline = this.machine.clock.now + seconds * SECOND - 1;
    return this.call(
      (function* () {
        yield* socket.connect(RESOLVER);
        yield* socket.sendto(message);
        return (yield* socket.recvfrom(deadline))?.data;
      })(),
      seconds,
    );
  }

  ask(container: string, name: string, type: DnsType = 'A', seconds?: number): DnsMessage | undefined {
    const reply = this.send(container, emitDns(query(name, type)), seconds);
    return reply && parseDns(reply);
  }

  /** The addresses behind a name in ascending order, or the response code where it is none. */
  addresses(container: string, name: string): string[] | number | undefined {
    const reply = this.ask(container, name);
    const found = reply?.answers.flatMap((answer) => ('address' in answer ? [answer.address] : []));
    return reply?.rcode === 0 ? found?.sort() : reply?.rcode;
  }

  network(name: string, more: object = {}): void {
    this.call(this.engine.createNetwork({ Name: name, ...more }));
  }

  on(network: string, name: string, endpoint: object = {}, more: object = {}): void {
    const host = { NetworkMode: network, ...more };
    this.run({ name, command: ['sleep'], host, networks: { [network]: endpoint } });
  }

  /** A name server on the host's 192.168.65.1, for as long as the test lasts; `answer` may leave a question without. */
  serve(answer: (message: DnsMessage) => DnsMessage | undefined): DnsMessage[] {
    const { net } = this.machine.namespaces;
    net.configuration.setLink('lo', { up: true });
    net.configuration.addAddress('lo', '192.168.65.1', 32);
    const socket = openSocket(net, 'udp');
    const asked: DnsMessage[] = [];
    socket.bind({ family: 'inet', address: '192.168.65.1', port: 53 });
    const task = (function* (): Task<void> {
      for (;;) {
        const got = yield* socket.recvfrom();
        const message = got && parseDns(got.data);
        if (got === undefined || message === undefined) continue;
        asked.push(message);
        const reply = answer(message);
        if (reply !== undefined) yield* socket.sendto(emitDns(reply), got.from);
      }
    })();
    this.machine.scheduler.spawn(task);
    return asked;
  }
}

const knows =
  (address: string, rcode = 0) =>
  (message: DnsMessage): DnsMessage => {
    const name = message.questions[0]?.name ?? '';
    const record: DnsRecord = { name, class: DNS_CLASS_IN, ttl: 0, type: 'A', address };
    return { ...message, response: true, authoritative: true, rcode, answers: rcode === 0 ? [record] : [] };
  };

const refuses = knows('0.0.0.0', 5);

function lab(): Lab {
  const host = new Lab();
  host.network('lab');
  host.on('lab', 'web', { Aliases: ['www'] });
  host.on('lab', 'cli');
  return host;
}

test('answers are, byte for byte, those of the real engine: no compression, TTL 600', () => {
  const host = lab();
  const ask = (message: string): string => hex(host.send('cli', bytes(message)) ?? new Uint8Array(0));
  const question = '037765620000010001';
  expect(ask(`123401000001000000000000${question}`)).toBe(
    `123481800001000100000000${question}${question}0000025800${'04ac120002'}`,
  );
  expect(ask('123401000001000000000000037765620000' + '1c0001')).toBe('1234818000010000000000000377656200001c0001');
  expect(ask('123401000001000000000000026e6f0000010001')).toBe('123481020001000000000000026e6f0000010001');
});

test('a name is a container, an alias, a short id, a host name, alone or on its network; case is nothing', () => {
  const host = lab();
  const id = host.inspect('web').Id.slice(0, 12);
  for (const name of ['web', 'www', id, 'WEB', 'web.lab', `${id}.lab`]) {
    expect([name, host.addresses('cli', name)]).toEqual([name, ['172.18.0.2']]);
  }
  for (const name of ['nosuch', 'web.nosuch', 'lab']) expect(host.addresses('cli', name)).toBe(2);
});

test('an address has the name NAME.NETWORK; of others nothing is known', () => {
  const host = lab();
  expect(host.ask('cli', '2.0.18.172.in-addr.arpa', 'PTR')?.answers).toEqual([
    { name: '2.0.18.172.in-addr.arpa', class: 1, ttl: 600, type: 'PTR', target: 'web.lab' },
  ]);
  expect(host.ask('cli', '9.0.18.172.in-addr.arpa', 'PTR')?.rcode).toBe(2);
});

test('several containers with one alias all are in the answer, now this one first and now that one', () => {
  const host = lab();
  for (const name of ['w2', 'w3']) host.on('lab', name, { Aliases: ['www'] });
  expect(host.addresses('cli', 'www')).toEqual(['172.18.0.2', '172.18.0.4', '172.18.0.5']);
  const first = Array.from({ length: 30 }, () => host.ask('cli', 'www')?.answers.map((answer) => answer)[0]);
  expect(new Set(first.map((answer) => answer && 'address' in answer && answer.address)).size).toBe(3);
});

test('what is renamed, stopped, connected or disconnected is known as such at once', () => {
  const host = lab();
  host.call(host.engine.containerRename('web', 'shop'));
  expect([host.addresses('cli', 'web'), host.addresses('cli', 'shop')]).toEqual([2, ['172.18.0.2']]);
  host.network('other');
  host.call(host.engine.connectContainerToNetwork('shop', 'other', { Aliases: ['till'] }));
  expect(host.addresses('cli', 'till')).toBe(2);
  host.call(host.engine.connectContainerToNetwork('cli', 'other', {}));
  expect(host.addresses('cli', 'till')).toEqual(['172.19.0.2']);
  host.call(host.engine.disconnectContainerFromNetwork('shop', 'lab', false));
  expect([host.addresses('cli', 'www'), host.addresses('cli', 'shop')]).toEqual([2, ['172.19.0.2']]);
  host.call(host.engine.containerKill('shop', ''));
  expect(host.addresses('cli', 'shop')).toBe(2);
});

test('an alias on two networks stands for the container on the first of them', () => {
  const host = lab();
  host.network('attic');
  host.on('attic', 'up', { Aliases: ['www'] });
  host.call(host.engine.connectContainerToNetwork('cli', 'attic', {}));
  expect(host.addresses('cli', 'www')).toEqual(['172.19.0.2']);
  expect(host.addresses('cli', 'www.lab')).toEqual(['172.18.0.2']);
});

test('a link is a name for one container only, and knows upper from lower case', () => {
  const host = lab();
  host.on('lab', 'near', { Links: ['web:Peer'] });
  expect(host.addresses('near', 'Peer')).toEqual(['172.18.0.2']);
  expect([host.addresses('near', 'peer'), host.addresses('cli', 'Peer')]).toEqual([2, 2]);
});

test('the default bridge gives no names, but to who was renamed on it', () => {
  const host = lab();
  host.run({ name: 'old', command: ['sleep'] });
  expect(netfilterOf(host.namespace('old')).tables.nat.find('DOCKER_OUTPUT')).toBeUndefined();
  host.call(host.engine.connectContainerToNetwork('cli', 'bridge', {}));
  expect(host.addresses('cli', 'old')).toBe(2);
  host.call(host.engine.containerRename('old', 'elder'));
  expect(host.addresses('cli', 'elder.bridge')).toEqual(['172.17.0.2']);
});

test('port 53 of 127.0.0.11 is the resolver’s by the namespace’s own rules', () => {
  const host = lab();
  const { nat } = netfilterOf(host.namespace('cli')).tables;
  const text = nat.chains.flatMap(({ name, rules }) => rules.map(({ spec }) => ruleText(name, spec)));
  const [port = '', other = ''] = ['udp', 'tcp'].map((protocol) =>
    text.find((rule) => rule.includes(`-p ${protocol}`))?.replace(/.*:/, ''),
  );
  expect(text).toEqual([
    '-A OUTPUT -d 127.0.0.11/32 -j DOCKER_OUTPUT',
    '-A POSTROUTING -d 127.0.0.11/32 -j DOCKER_POSTROUTING',
    `-A DOCKER_OUTPUT -d 127.0.0.11/32 -p tcp -m tcp --dport 53 -j DNAT --to-destination 127.0.0.11:${other}`,
    `-A DOCKER_OUTPUT -d 127.0.0.11/32 -p udp -m udp --dport 53 -j DNAT --to-destination 127.0.0.11:${port}`,
    `-A DOCKER_POSTROUTING -s 127.0.0.11/32 -p tcp -m tcp --sport ${other} -j SNAT --to-source :53`,
    `-A DOCKER_POSTROUTING -s 127.0.0.11/32 -p udp -m udp --sport ${port} -j SNAT --to-source :53`,
  ]);
  nat.flush('DOCKER_OUTPUT');
  const asking = () => host.ask('cli', 'web');
  expect(asking).toThrow('Connection refused');
});

test('over TCP, questions and answers have their length before them', () => {
  const host = lab();
  const socket = openSocket(host.namespace('cli'), 'tcp');
  const reply = host.call(
    (function* () {
      yield* socket.connect(RESOLVER);
      for (const name of ['nosuch', 'web']) yield* writeFramed(socket, emitDns(query(name, 'A')));
      return [yield* readFramed(socket), yield* readFramed(socket)].map((message) => message && parseDns(message));
    })(),
  );
  expect(reply.map((message) => [message?.rcode, message?.answers.length])).toEqual([
    [2, 0],
    [0, 1],
  ]);
});

test('what nobody here is called goes to the host’s server, from the host; its answer comes back as it is', () => {
  const host = lab();
  const asked = host.serve(knows('203.0.113.10'));
  const reply = host.ask('cli', 'example.com');
  expect([reply?.authoritative, reply?.answers]).toEqual([
    true,
    [{ name: 'example.com', class: 1, ttl: 0, type: 'A', address: '203.0.113.10' }],
  ]);
  expect(host.ask('cli', 'web', 'TYPE16')?.rcode).toBe(0);
  expect(host.ask('cli', 'web', 'TYPE15')?.answers).toEqual([]);
  expect(asked.map(({ questions: [question] }) => `${question?.name} ${question?.type}`)).toEqual([
    'example.com A',
    'web TYPE16',
  ]);
});

test('a refusal becomes SERVFAIL, a name that is none stays NXDOMAIN', () => {
  const host = lab();
  let rcode = 5;
  host.serve((message) => (rcode === 5 ? refuses(message) : knows('', rcode)(message)));
  expect(host.addresses('cli', 'nosuch')).toBe(2);
  rcode = 3;
  expect(host.addresses('cli', 'nosuch')).toBe(3);
});

test('a silent server has four seconds; others are answered meanwhile', () => {
  const host = lab();
  host.serve(() => undefined);
  expect(host.ask('cli', 'nosuch', 'A', 3.9)).toBeUndefined();
  expect(host.addresses('cli', 'web')).toEqual(['172.18.0.2']);
  expect(host.ask('cli', 'nosuch', 'A', 4.1)?.rcode).toBe(2);
});

test('from an internal network nothing is asked on the host, until there is a way out', () => {
  const host = lab();
  host.network('shut', { Internal: true });
  host.on('shut', 'lone');
  const asked = host.serve(knows('203.0.113.10'));
  expect([host.addresses('lone', 'example.com'), asked]).toEqual([2, []]);
  host.call(host.engine.connectContainerToNetwork('lone', 'lab', {}));
  expect(host.addresses('lone', 'example.com')).toEqual(['203.0.113.10']);
  host.call(host.engine.disconnectContainerFromNetwork('lone', 'lab', false));
  expect(host.addresses('lone', 'example.com')).toBe(2);
});

test('with an ndots option bare names are not handed on, but have no address', () => {
  const host = lab();
  host.on('lab', 'dots', {}, { DnsOptions: ['ndots:1'] });
  const asked = host.serve(knows('203.0.113.10'));
  expect([host.addresses('dots', 'nosuch'), asked]).toEqual([[], []]);
  expect(host.addresses('dots', 'example.com')).toEqual(['203.0.113.10']);
});

test('garbage is refused or passed over, and the resolver goes on', () => {
  const host = lab();
  expect(host.ask('cli', 'web')?.rcode).toBe(0);
  const refused = (message: string) => hex(host.send('cli', bytes(message)) ?? new Uint8Array(0));
  expect(refused('123401000002000000000000')).toBe('123481010000000000000000');
  expect(refused('123411000001000000000000')).toBe('123491040000000000000000');
  expect(refused('123401000001000000000000ff')).toBe('123481010000000000000000');
  expect([refused('123481000001000000000000'), refused('1234')]).toEqual(['', '']);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (message) => {
      host.send('cli', message, 0.0001);
    }),
    { numRuns: 50 },
  );
  expect(host.addresses('cli', 'web')).toEqual(['172.18.0.2']);
});

test('an answer that is too long is compressed, then cut short and says so', () => {
  const records = (count: number): DnsRecord[] =>
    Array.from({ length: count }, (_, i) => ({
      name: 'a.rather.long.name.for.this',
      class: 1,
      ttl: 600,
      type: 'A',
      address: `10.0.${i >> 8}.${i & 255}`,
    }));
  fc.assert(
    fc.property(fc.nat(60), (count) => {
      const message = query('a.rather.long.name.for.this', 'A', { response: true, answers: records(count) });
      const emitted = emitWithin(message, 512);
      const read = parseDns(emitted);
      expect(emitted.length).toBeLessThanOrEqual(512);
      expect(read?.truncated).toBe((read?.answers.length ?? 0) < count);
    }),
    { numRuns: 20 },
  );
});

test('question, forwarding and answer are told to whoever listens', () => {
  const seen: TraceEvent[] = [];
  const host = new Lab(1, { active: true, emit: (event) => seen.push(event) });
  host.network('lab');
  host.on('lab', 'web');
  host.serve(knows('203.0.113.10'));
  host.ask('web', 'web');
  host.ask('web', 'example.com');
  const dns = seen.filter(({ kind }) => kind.startsWith('dns-'));
  const place = { machine: 'docker1', namespace: host.inspect('web').Id };
  const asked = { type: 'A', from: expect.stringMatching(/^127\.0\.0\.1:\d+$/) };
  expect(dns).toMatchObject([
    { ...place, kind: 'dns-question', name: 'web', ...asked },
    { ...place, kind: 'dns-answer', name: 'web', type: 'A', rcode: 0, answers: ['172.18.0.2'], by: 'engine' },
    { ...place, kind: 'dns-question', name: 'example.com', ...asked },
    { machine: 'docker1', namespace: 'docker1', kind: 'dns-forward', name: 'example.com', server: '192.168.65.1' },
    { ...place, kind: 'dns-answer', name: 'example.com', answers: ['203.0.113.10'], by: '192.168.65.1' },
  ]);
});
