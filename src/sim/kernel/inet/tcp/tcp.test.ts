import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MILLISECOND, SECOND } from '../../clock.ts';
import { isErrno } from '../../errno.ts';
import type { Socket } from '../../socket.ts';
import type { Task } from '../../task.ts';
import { emitTcp, TCP_FLAG } from '../../wire/tcp.ts';
import { Packet } from '../packet.ts';
import { endpoint } from '../testbed.test-support.ts';
import { readToEnd, type Seen, TcpTestbed, tcp } from './tcp.test-support.ts';

const NAMES = [
  [TCP_FLAG.syn, 'S'],
  [TCP_FLAG.fin, 'F'],
  [TCP_FLAG.rst, 'R'],
  [TCP_FLAG.psh, 'P'],
  [TCP_FLAG.ack, '.'],
] as const;

/** As tcpdump writes flags. */
const flagsOf = ({ segment }: Seen): string =>
  NAMES.filter(([bit]) => ((segment?.flags ?? 0) & bit) !== 0)
    .map(([, name]) => name)
    .join('');

function* failureOf(task: Task<unknown>): Task<string> {
  try {
    yield* task;
    return 'none';
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  }
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);

function* sendAll(socket: Socket, data: Uint8Array, size = data.length): Task<void> {
  for (let at = 0; at < data.length; at += size) yield* socket.write(data.subarray(at, at + size));
  socket.close();
}

test('a question and its answer take the segments that Linux exchanges, all with right checksums', () => {
  const bed = new TcpTestbed();
  const { client, server } = bed.connect();
  bed.run(client.write(new TextEncoder().encode('question')), 100);
  expect(text(bed.run(server.read(100), SECOND))).toBe('question');
  bed.run(server.write(new TextEncoder().encode('answer')), SECOND);
  expect(text(bed.run(client.read(100), SECOND))).toBe('answer');
  client.close();
  expect(bed.run(server.read(100), MILLISECOND)).toHaveLength(0);
  server.close();
  bed.pass(SECOND);
  const [there, back] = [bed.sent(bed.client), bed.sent(bed.server)];
  expect([...there, ...back].every(({ segment }) => segment !== undefined)).toBe(true);
  expect(there.map(flagsOf)).toEqual(['S', '.', 'P.', '.', 'F.', '.']);
  expect(back.map(flagsOf)).toEqual(['S.', '.', 'P.', 'F.']);
  expect(there[0]?.segment).toMatchObject({ window: 64_240, options: { mss: 1460, windowScale: 10 } });
  expect(back[0]?.segment).toMatchObject({ window: 65_160, options: { mss: 1460, windowScale: 10 } });
  expect(there[1]?.segment?.window).toBe(63);
  expect(back[1]?.segment?.window).toBe(64);
});

test('both ends know their addresses, and the one that closed first rests for a minute', () => {
  const bed = new TcpTestbed();
  const { client, server } = bed.connect();
  expect(client.peer).toEqual(endpoint('172.17.0.3', 80));
  expect(server.local).toEqual(endpoint('172.17.0.3', 80));
  expect(server.peer).toEqual(client.local);
  client.close();
  bed.pass(SECOND);
  server.close();
  bed.pass(SECOND);
  const states = () => bed.client.tcp.connections.map(({ connection }) => connection.state);
  expect(states()).toEqual(['TIME_WAIT']);
  expect(bed.server.tcp.connections).toEqual([]);
  bed.pass(60 * SECOND);
  expect(states()).toEqual([]);
});

test('a closed port refuses at once', () => {
  const bed = new TcpTestbed();
  expect(bed.run(failureOf(tcp(bed.client).connect(endpoint('172.17.0.3', 81))), SECOND)).toBe('ECONNREFUSED');
  expect(bed.sent(bed.server).map(flagsOf)).toEqual(['R.']);
});

test('errors of the way: nobody there after three ARP requests, no route at all', () => {
  const bed = new TcpTestbed();
  expect(bed.run(failureOf(tcp(bed.client).connect(endpoint('172.17.0.99', 80))), 4 * SECOND)).toBe('EHOSTUNREACH');
  expect(bed.clock.now).toBeLessThan(4.1 * SECOND);
  bed.client.configuration.deleteRoute({ destination: '0.0.0.0', prefix: 0 });
  expect(bed.run(failureOf(tcp(bed.client).connect(endpoint('10.9.9.9', 80))), SECOND)).toBe('ENETUNREACH');
});

test('a SYN is repeated each second, then after waits that double, as on a real 6.18, and given up after 131 s', () => {
  const bed = new TcpTestbed();
  bed.lose(bed.server, () => true);
  const outcome = bed.run(failureOf(tcp(bed.client).connect(endpoint('172.17.0.3', 80))), 132 * SECOND);
  expect(outcome).toBe('ETIMEDOUT');
  const syns = bed.sent(bed.client);
  expect(syns.map(({ at }) => Math.round((at - (syns[0]?.at ?? 0)) / SECOND))).toEqual([
    0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67,
  ]);
});

test('lost data is sent again after 200 ms and the round trip, then twice as long each time', () => {
  const bed = new TcpTestbed();
  const { client } = bed.connect();
  bed.lose(bed.server, () => true);
  const start = bed.clock.now;
  bed.run(client.write(bytesOf(10)), 4 * SECOND);
  const times = bed
    .sent(bed.client)
    .filter(({ at, segment }) => at >= start && segment?.payload.length)
    .map(({ at }) => Math.round((at - start) / (10 * MILLISECOND)) / 100);
  expect(times).toEqual([0, 0.2, 0.6, 1.4, 3]);
});

test.each([1, 7, 100, 1448, 100_000])(
  'bytes arrive whole and in order, written %i at a time, whatever gets lost',
  (size) => {
    const limits = { min: 1, max: 30 };
    fc.assert(
      fc.property(
        fc.nat(60_000),
        fc.array(fc.nat(60), { maxLength: 12 }),
        fc.integer(limits),
        (length, lost, every) => {
          const data = bytesOf(size < 100 ? length % 3000 : length);
          const bed = new TcpTestbed();
          const { client, server } = bed.connect();
          bed.lose(bed.server, (index) => lost.includes(index));
          bed.lose(bed.client, (index) => lost.includes(index + every));
          bed.scheduler.spawn(sendAll(client, data, size));
          const got = bed.run(readToEnd(server, 1 + every * 97), 900 * SECOND);
          expect(got && Buffer.from(got).equals(Buffer.from(data))).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  },
);

test('a reader that does not read stops the writer; what waits is neither lost nor doubled', () => {
  const bed = new TcpTestbed();
  const { client, server } = bed.connect();
  const data = bytesOf(600_000);
  let written = false;
  bed.scheduler.spawn(sendAll(client, data), () => {
    written = true;
  });
  bed.pass(30 * SECOND);
  expect(written).toBe(false);
  const got = bed.run(readToEnd(server), 900 * SECOND);
  expect(got && Buffer.from(got).equals(Buffer.from(data))).toBe(true);
});

test('a megabyte crosses a bridge within a tenth of a virtual second, in full segments', () => {
  const bed = new TcpTestbed();
  const { client, server } = bed.connect();
  const start = bed.clock.now;
  bed.scheduler.spawn(sendAll(client, new Uint8Array(1_000_000)));
  let last = start;
  const read = function* (): Task<number> {
    let total = 0;
    for (;;) {
      const { length } = yield* server.read(65_536);
      if (length === 0) return total;
      total += length;
      last = bed.clock.now;
    }
  };
  expect(bed.run(read())).toBe(1_000_000);
  expect(last - start).toBeLessThan(100 * MILLISECOND);
  const full = bed.sent(bed.client).filter(({ segment }) => segment?.payload.length === 1448);
  expect(full.length).toBeGreaterThan(680);
});

test('half a connection may be closed: the other half goes on', () => {
  const bed = new TcpTestbed();
  const { client, server } = bed.connect();
  client.shutdown('write');
  expect(bed.run(server.read(10), SECOND)).toHaveLength(0);
  bed.run(server.write(bytesOf(5)), SECOND);
  expect(bed.run(client.read(10), SECOND)).toEqual(bytesOf(5));
  expect(bed.run(failureOf(client.write(bytesOf(1))), SECOND)).toBe('EPIPE');
});

test('who closes with unread data resets; the writer hears of it once', () => {
  const bed = new TcpTestbed();
  const { client, server } = bed.connect();
  bed.run(client.write(bytesOf(5)), SECOND);
  server.close();
  bed.pass(SECOND);
  expect(bed.run(failureOf(client.read(5)), SECOND)).toBe('ECONNRESET');
  expect(bed.run(client.read(5), SECOND)).toHaveLength(0);
  expect(bed.run(failureOf(client.write(bytesOf(1))), SECOND)).toBe('EPIPE');
});

test('a port is one listener’s: another bind fails, also while connections rest, unless addresses may be reused', () => {
  const bed = new TcpTestbed();
  const listener = bed.listen();
  const { client, server } = bed.connect(listener);
  const bind = (reuseAddress: boolean) => {
    const socket = tcp(bed.server);
    socket.setOptions({ reuseAddress });
    socket.bind(endpoint('0.0.0.0', 80));
    socket.close();
  };
  expect(() => bind(true)).toThrow('Address already in use');
  listener.close();
  server.close();
  client.close();
  bed.pass(SECOND);
  expect(() => bind(false)).toThrow('Address already in use');
});

test('a full backlog leaves the handshake of one more unanswered', () => {
  const bed = new TcpTestbed();
  bed.listen(0);
  const outcomes = [1, 2, 3].map(() => {
    const socket = tcp(bed.client);
    bed.run(socket.connect(endpoint('172.17.0.3', 80)), 500 * MILLISECOND);
    return socket.peer !== undefined;
  });
  expect(outcomes).toEqual([true, false, false]);
});

test('a socket of IPv6 takes connections of IPv4 in, unless it is told not to', () => {
  const bed = new TcpTestbed();
  const any = { family: 'inet6', address: '::', port: 80 } as const;
  const both = tcp(bed.server, 'inet6');
  both.bind(any);
  both.listen(1);
  const client = tcp(bed.client);
  bed.run(client.connect(endpoint('172.17.0.3', 80)), SECOND);
  const accepted = bed.run(both.accept(), SECOND);
  expect(accepted?.peer).toMatchObject({ family: 'inet6', address: '::ffff:172.17.0.2' });
  const only = tcp(bed.client, 'inet6');
  only.setOptions({ v6only: true });
  only.bind(any);
  only.listen(1);
  const four = tcp(bed.client);
  four.bind(endpoint('0.0.0.0', 80));
  four.close();
  expect(bed.run(failureOf(tcp(bed.server).connect(endpoint('172.17.0.2', 80))), SECOND)).toBe('ECONNREFUSED');
});

test('whatever segment comes, nothing breaks, and what was agreed on still arrives or is reset', () => {
  const segment = fc.record({
    flags: fc.nat(255),
    ahead: fc.integer({ min: -70_000, max: 70_000 }),
    acknowledged: fc.integer({ min: -70_000, max: 70_000 }),
    window: fc.nat(65_535),
    port: fc.boolean(),
    payload: fc.uint8Array({ maxLength: 40 }),
  });
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 12 }), (segments) => {
      const bed = new TcpTestbed();
      const { client } = bed.connect();
      const connection = bed.server.tcp.connections[0]?.connection;
      if (!connection) throw new Error('no connection');
      const { local, remote } = connection.path;
      for (const { flags, ahead, acknowledged, window, port, payload } of segments) {
        const sequence = (connection.receiver.next + ahead) >>> 0;
        const acknowledgement = (connection.sender.next + acknowledged) >>> 0;
        const ports = { sourcePort: port ? remote.port : 1, destinationPort: local.port };
        const fields = { ...ports, sequence, acknowledgement, flags, window, urgentPointer: 0, options: {}, payload };
        bed.server.tcp.receive(
          packetOf(emitTcp(fields, '172.17.0.2', '172.17.0.3'), Number(remote.address), Number(local.address)),
        );
        bed.pass(MILLISECOND);
      }
      bed.run(failureOf(client.write(bytesOf(10))), 200 * SECOND);
      expect(bed.sent(bed.server).every((seen) => seen.segment !== undefined)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('two ends that have lost each other’s count do not answer one another for ever', () => {
  const bed = new TcpTestbed();
  const { client } = bed.connect();
  const connection = bed.server.tcp.connections[0]?.connection;
  if (!connection) throw new Error('no connection');
  const { local, remote } = connection.path;
  // Somebody else's bytes in the client's name: the server then awaits what the client has yet to send.
  const fields = {
    ...{ sourcePort: remote.port, destinationPort: local.port, sequence: connection.receiver.next },
    ...{ acknowledgement: connection.sender.next, flags: TCP_FLAG.ack, window: 100, urgentPointer: 0, options: {} },
    payload: bytesOf(15),
  };
  const forged = emitTcp(fields, '172.17.0.2', '172.17.0.3');
  bed.server.tcp.receive(packetOf(forged, Number(remote.address), Number(local.address)));
  bed.run(client.write(bytesOf(10)), 10 * SECOND);
  expect(bed.sent(bed.client).length + bed.sent(bed.server).length).toBeLessThan(30);
});

function packetOf(payload: Uint8Array, source: number, destination: number): Packet {
  const bytes = new Uint8Array(20 + payload.length);
  bytes[0] = 0x45;
  bytes[9] = 6;
  bytes.set(payload, 20);
  const packet = new Packet(bytes);
  packet.source = source;
  packet.destination = destination;
  packet.seal();
  return packet;
}
