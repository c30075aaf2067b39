import { MILLISECOND, SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { viewOf } from '../../kernel/wire/bytes.ts';
import { DNS_CLASS_IN, DNS_RCODE, type DnsMessage, type DnsType, emitDns, parseDns } from '../../kernel/wire/dns.ts';
import type { ResolverConfiguration } from './resolv-conf.ts';

const DNS_PORT = 53;

const question = (id: number, name: string, type: DnsType): DnsMessage => ({
  id,
  response: false,
  opcode: 0,
  authoritative: false,
  truncated: false,
  recursionDesired: true,
  recursionAvailable: false,
  rcode: DNS_RCODE.NOERROR,
  questions: [{ name, type, class: DNS_CLASS_IN }],
  answers: [],
  authorities: [],
  additionals: [],
});

/** Why there is no answer: all that was heard were failures, the last of them SERVFAIL or another one, or nothing was heard. */
export type NoAnswer = 'servfail' | 'refused' | 'silence';

/** Would another server be asked after this answer (res_send: SERVFAIL, NOTIMP, REFUSED)? */
const isFinal = (reply: DnsMessage): boolean => reply.rcode === DNS_RCODE.NOERROR || reply.rcode === DNS_RCODE.NXDOMAIN;

/**
 * Asks the name servers for records of several types at once, as getaddrinfo(3) asks for A and AAAA: each server in turn,
 * all of them `attempts` times. One good answer is enough: glibc takes a failure beside it for an empty one (send_dg). In the order of
 * `types`, or why there is none.
 */
export function* askServers(
  sys: System,
  name: string,
  types: readonly DnsType[],
  { nameservers, timeout, attempts }: ResolverConfiguration,
): Task<readonly DnsMessage[] | NoAnswer> {
  let failure: NoAnswer = 'silence';
  for (let attempt = 0; attempt < attempts; attempt++)
    for (const [place, server] of nameservers.entries()) {
      const wait = place === 0 ? timeout : Math.max(1, Math.floor((timeout << place) / nameservers.length));
      const replies = yield* askServer(sys, server, name, types, wait * SECOND);
      if (replies?.some(isFinal)) return replies;
      if (replies !== undefined) failure = replies.at(-1)?.rcode === DNS_RCODE.SERVFAIL ? 'servfail' : 'refused';
    }
  return failure;
}

function* askServer(
  sys: System,
  server: string,
  name: string,
  types: readonly DnsType[],
  timeout: number,
): Task<readonly DnsMessage[] | undefined> {
  const fd = sys.socket('inet', 'dgram');
  try {
    // So an unreachable server is known as such before the time is over (__res_enable_icmp).
    sys.setsockopt(fd, { receiveErrors: true });
    yield* sys.connect(fd, { family: 'inet', address: server, port: DNS_PORT });
    const ids = types.map(() => viewOf(sys.random(2)).getUint16(0));
    for (const [i, type] of types.entries()) yield* sys.sendto(fd, emitDns(question(ids[i] as number, name, type)));
    return yield* collect(sys, fd, ids, timeout);
  } catch (error) {
    // No route, a closed port and a name that is none: this server has no answer.
    if (isErrno(error) || error instanceof RangeError) return undefined;
    throw error;
  } finally {
    sys.close(fd);
  }
}

function* collect(
  sys: System,
  fd: number,
  ids: readonly number[],
  timeout: number,
): Task<readonly DnsMessage[] | undefined> {
  const deadline = sys.monotonic() + timeout;
  const replies = new Map<number, DnsMessage>();
  while (replies.size < ids.length) {
    const left = deadline - sys.monotonic();
    const got = left < MILLISECOND ? undefined : yield* sys.recvfrom(fd, left);
    if (got === undefined) return undefined;
    const reply = parseDns(got.data);
    const at = reply?.response ? ids.findIndex((id, i) => id === reply.id && !replies.has(i)) : -1;
    if (reply !== undefined && at >= 0) replies.set(at, reply);
  }
  return ids.map((_, i) => replies.get(i) as DnsMessage);
}
