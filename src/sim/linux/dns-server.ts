import { isErrno } from '../kernel/errno.ts';
import type { SocketAddress } from '../kernel/socket.ts';
import type { Program, System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { viewOf } from '../kernel/wire/bytes.ts';
import { DNS_CLASS_IN, DNS_RCODE, type DnsMessage, type DnsRecord, emitDns, parseDns } from '../kernel/wire/dns.ts';

const DNS_PORT = 53;

/** Names, in lower case, and their IPv4 address; a name stands for all below it too, as in dnsmasq's `--address`. */
export type Zone = ReadonlyMap<string, string>;

function addressOf(zone: Zone, name: string): string | undefined {
  const labels = name.toLowerCase().split('.');
  for (let i = 0; i < labels.length; i++) {
    const address = zone.get(labels.slice(i).join('.'));
    if (address !== undefined) return address;
  }
  return undefined;
}

/**
 * The answer to a query, or undefined where none is due (RFC 1035 §4.1.1). It speaks for its zone, which has addresses only; having
 * no server to ask about anything else, it refuses that, as dnsmasq does.
 */
function answerQuery(zone: Zone, query: DnsMessage): DnsMessage | undefined {
  const [question] = query.questions;
  if (query.response || question === undefined) return undefined;
  const asked = question.type === 'A' || question.type === 'ANY';
  const address = asked ? addressOf(zone, question.name) : undefined;
  const head: Pick<DnsRecord, 'name' | 'class' | 'ttl'> = { name: question.name, class: DNS_CLASS_IN, ttl: 0 };
  return {
    ...query,
    response: true,
    authoritative: address !== undefined,
    recursionAvailable: true,
    rcode: address === undefined ? DNS_RCODE.REFUSED : DNS_RCODE.NOERROR,
    answers: address === undefined ? [] : [{ ...head, type: 'A', address }],
    authorities: [],
    additionals: [],
  };
}

/** The reply to a message as bytes, where one is due. */
function replyTo(zone: Zone, message: Uint8Array): Uint8Array | undefined {
  const query = parseDns(message);
  const answer = query && answerQuery(zone, query);
  return answer && emitDns(answer);
}

/** A DNS server on port 53 of every address, over UDP and TCP, for ever. */
export function dnsServer(zone: Zone): Program {
  return function* (sys: System): Task<number> {
    const fd = sys.socket('inet', 'dgram');
    sys.bind(fd, { family: 'inet', address: '0.0.0.0', port: DNS_PORT });
    sys.thread(() => acceptStreams(sys, zone));
    for (;;) {
      const got = yield* sys.recvfrom(fd);
      const answer = got && replyTo(zone, got.data);
      if (got !== undefined && answer !== undefined) yield* sendReply(sys, fd, answer, got.from);
    }
  };
}

/** An asker that no route leads to gets no answer; the server goes on. */
function* sendReply(sys: System, fd: number, data: Uint8Array, to: SocketAddress): Task<void> {
  try {
    yield* sys.sendto(fd, data, to);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

function* acceptStreams(sys: System, zone: Zone): Task<void> {
  const listener = sys.socket('inet', 'stream');
  sys.signal('SIGPIPE', 'ignore');
  sys.setsockopt(listener, { reuseAddress: true });
  sys.bind(listener, { family: 'inet', address: '0.0.0.0', port: DNS_PORT });
  sys.listen(listener, 5);
  for (;;) {
    const { fd } = yield* sys.accept(listener);
    sys.thread(() => serveStream(sys, fd, zone));
  }
}

/** Messages over TCP have their length before them (RFC 1035 §4.2.2). */
function* serveStream(sys: System, fd: number, zone: Zone): Task<void> {
  try {
    for (;;) {
      const head = yield* readExactly(sys, fd, 2);
      const message = head && (yield* readExactly(sys, fd, viewOf(head).getUint16(0)));
      const answer = message && replyTo(zone, message);
      if (answer === undefined) return;
      const length = Uint8Array.of(answer.length >> 8, answer.length & 0xff);
      yield* sys.write(fd, Uint8Array.from([...length, ...answer]));
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
  } finally {
    sys.close(fd);
  }
}

function* readExactly(sys: System, fd: number, length: number): Task<Uint8Array | undefined> {
  const bytes = new Uint8Array(length);
  for (let have = 0; have < length; ) {
    const piece = yield* sys.read(fd, length - have);
    if (piece.length === 0) return undefined;
    bytes.set(piece, have);
    have += piece.length;
  }
  return bytes;
}
