import { expect, test } from 'vitest';
import { Clock, SECOND } from '../../clock.ts';
import { Packet } from '../../inet/packet.ts';
import { emitIpv4Packet, PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { emitTcp, TCP_FLAG } from '../../wire/tcp.ts';
import { emitUdp } from '../../wire/udp.ts';
import { Conntrack } from './conntrack.ts';
import { stateOf } from './tracked.ts';

const CLIENT = ['172.17.0.2', 40_000] as const;
const SERVER = ['203.0.113.10', 80] as const;
type End = readonly [address: string, port: number];

function packet(protocol: number, source: string, destination: string, payload: Uint8Array): Packet {
  const plain = { tos: 0, id: 1, dontFragment: false, moreFragments: false, fragmentOffset: 0, ttl: 64 };
  return new Packet(emitIpv4Packet({ ...plain, protocol, source, destination, options: new Uint8Array(), payload }));
}

function segment([from, sourcePort]: End, [to, destinationPort]: End, flags: number): Packet {
  const plain = {
    sequence: 1,
    acknowledgement: 1,
    window: 9,
    urgentPointer: 0,
    options: {},
    payload: new Uint8Array(),
  };
  return packet(PROTOCOL_TCP, from, to, emitTcp({ ...plain, sourcePort, destinationPort, flags }, from, to));
}

function datagram([from, sourcePort]: End, [to, destinationPort]: End): Packet {
  return packet(PROTOCOL_UDP, from, to, emitUdp({ sourcePort, destinationPort, payload: new Uint8Array(4) }, from, to));
}

function tracking() {
  const clock = new Clock(0);
  const conntrack = new Conntrack(clock);
  const see = (seen: Packet): string => {
    conntrack.track(seen);
    conntrack.confirm(seen);
    return stateOf(seen);
  };
  const pass = (time: number): void => {
    clock.step(clock.now + time);
  };
  return { conntrack, see, pass };
}

const { syn, ack, fin, rst } = TCP_FLAG;

test('a TCP connection from its SYN to TIME_WAIT, and one that is refused', () => {
  const { conntrack, see } = tracking();
  const steps: readonly (readonly [End, End, number, string, string])[] = [
    [CLIENT, SERVER, syn, 'NEW', 'SYN_SENT'],
    [SERVER, CLIENT, syn | ack, 'ESTABLISHED', 'SYN_RECV'],
    [CLIENT, SERVER, ack, 'ESTABLISHED', 'ESTABLISHED'],
    [SERVER, CLIENT, fin | ack, 'ESTABLISHED', 'FIN_WAIT'],
    [CLIENT, SERVER, ack, 'ESTABLISHED', 'CLOSE_WAIT'],
    [CLIENT, SERVER, fin | ack, 'ESTABLISHED', 'LAST_ACK'],
    [SERVER, CLIENT, ack, 'ESTABLISHED', 'TIME_WAIT'],
    [CLIENT, SERVER, syn, 'NEW', 'SYN_SENT'],
    [SERVER, CLIENT, rst | ack, 'ESTABLISHED', 'gone'],
  ];
  for (const [from, to, flags, state, tcp] of steps) {
    expect(see(segment(from, to, flags))).toBe(state);
    expect(conntrack.table.list.map((connection) => connection.tcp)).toEqual(tcp === 'gone' ? [] : [tcp]);
  }
});

test('what cannot begin a connection is INVALID', () => {
  const { see } = tracking();
  expect(see(segment(SERVER, CLIENT, syn | ack))).toBe('INVALID');
  expect(see(segment(SERVER, CLIENT, rst))).toBe('INVALID');
});

test('a packet that is dropped on its way leaves no connection', () => {
  const { conntrack } = tracking();
  conntrack.track(datagram(CLIENT, SERVER));
  expect(conntrack.table.list).toEqual([]);
});

test('a UDP exchange that lasts becomes a stream, and is kept for 120 s', () => {
  const { conntrack, see, pass } = tracking();
  expect(see(datagram(CLIENT, SERVER))).toBe('NEW');
  expect(see(datagram(CLIENT, SERVER))).toBe('NEW');
  expect(see(datagram(SERVER, CLIENT))).toBe('ESTABLISHED');
  pass(3 * SECOND);
  expect(see(datagram(CLIENT, SERVER))).toBe('ESTABLISHED');
  expect(conntrack.table.list[0]).toMatchObject({ assured: true, timeout: 120 * SECOND });
  pass(119 * SECOND);
  expect(conntrack.table.list).toHaveLength(1);
  pass(2 * SECOND);
  expect(see(datagram(SERVER, CLIENT))).toBe('NEW');
});

test('many connections do not pile up once they have expired', () => {
  const { conntrack, see, pass } = tracking();
  for (let port = 1; port <= 500; port++) {
    see(datagram([CLIENT[0], port], SERVER));
    pass(SECOND);
  }
  expect(conntrack.table.list.length).toBeLessThanOrEqual(30);
  conntrack.flush(({ original }) => original.sourcePort > 0);
  expect(conntrack.table.list).toEqual([]);
});
