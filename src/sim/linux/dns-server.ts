import { isErrno } from '../kernel/errno.ts';
import type { SocketAddress } from '../kernel/socket.ts';
import type { Program, System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
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

/** The answer to a query, or undefined where none is due (RFC 1035 §4.1.1): A from the zone, NXDOMAIN for all it does not know. */
function answerQuery(zone: Zone, query: DnsMessage): DnsMessage | undefined {
  const [question] = query.questions;
  if (query.response || question === undefined) return undefined;
  const address = addressOf(zone, question.name);
  const record: DnsRecord = { name: question.name, class: DNS_CLASS_IN, ttl: 0, type: 'A', address: address ?? '' };
  return {
    ...query,
    response: true,
    authoritative: false,
    recursionAvailable: true,
    rcode: address === undefined ? DNS_RCODE.NXDOMAIN : DNS_RCODE.NOERROR,
    answers: address !== undefined && question.type === 'A' ? [record] : [],
    authorities: [],
    additionals: [],
  };
}

/** A DNS server on UDP port 53 of every address, for ever. */
export function dnsServer(zone: Zone): Program {
  return function* (sys: System): Task<number> {
    const fd = sys.socket('inet', 'dgram');
    sys.bind(fd, { family: 'inet', address: '0.0.0.0', port: DNS_PORT });
    for (;;) {
      const got = yield* sys.recvfrom(fd);
      const query = got && parseDns(got.data);
      const answer = query && answerQuery(zone, query);
      if (got !== undefined && answer !== undefined) yield* reply(sys, fd, emitDns(answer), got.from);
    }
  };
}

/** An asker that no route leads to gets no answer; the server goes on. */
function* reply(sys: System, fd: number, data: Uint8Array, to: SocketAddress): Task<void> {
  try {
    yield* sys.sendto(fd, data, to);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}
