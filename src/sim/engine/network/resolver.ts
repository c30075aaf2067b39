import { isErrno } from '../../kernel/errno.ts';
import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import type { Scheduler, Thread } from '../../kernel/scheduler.ts';
import type { Socket } from '../../kernel/socket.ts';
import type { Task } from '../../kernel/task.ts';
import { DNS_CLASS_IN, DNS_RCODE, type DnsMessage, type DnsRecord, emitDns } from '../../kernel/wire/dns.ts';
import { formatIp } from '../../kernel/wire/ip-address.ts';
import { acceptQuery, type DnsQuery, emitWithin, failureOf, replyTo, udpLimit } from './dns-reply.ts';
import type { Endpoint } from './endpoint.ts';
import {
  type ExternalServer,
  exchange,
  openSocket,
  readFramed,
  type Transport,
  writeFramed,
} from './external-server.ts';
import { resolveAddress, resolveName } from './name-resolution.ts';
import { programResolverNat, RESOLVER_ADDRESS } from './resolver-nat.ts';

const TTL = 600;
/** How many external servers are asked at most (maxExtDNS). */
const MAX_SERVERS = 3;
const PTR_DOMAIN = /\.(in-addr|ip6)\.arpa$/;
/** RFC 1035 §3.3.9; what is asked for mail to a name. */
const MX = 'TYPE15';
const LARGEST = 65_535;

export interface ResolverOptions {
  readonly scheduler: Scheduler;
  /** The container's. */
  readonly namespace: NetNamespace;
  readonly host: NetNamespace;
  /** The container's endpoints as they are at each question, the best one for the default route first. */
  readonly endpoints: readonly Endpoint[];
  readonly servers: readonly ExternalServer[];
  /** Was an `ndots` option asked for? Then bare names are not handed on. */
  readonly ndotsSet: boolean;
}

type Send = (message: Uint8Array) => Task<unknown>;

/** The engine's name server in a container's namespace (libnetwork/resolver.go). */
export class Resolver {
  readonly #options: ResolverOptions;
  readonly #sockets: Socket[] = [];
  readonly #threads = new Set<Thread>();
  /** Before the first question no thread waits for it: most containers ask none. */
  readonly #listening: (() => void)[] = [];
  /** Are servers asked from the host's namespace? Not for a container on internal networks only. */
  forwards = false;

  constructor(options: ResolverOptions) {
    this.#options = options;
  }

  /** Listens on 127.0.0.11, on ports that the kernel chooses, and leads port 53 there. */
  start(): void {
    const [udp, tcp] = [this.#bind('udp'), this.#bind('tcp')];
    tcp.listen(4096);
    programResolverNat(this.#options.namespace, { udp: portOf(udp), tcp: portOf(tcp) });
    this.#whenAsked(udp, () => this.#serveDatagrams(udp));
    this.#whenAsked(tcp, () => this.#acceptStreams(tcp));
  }

  #whenAsked({ changed }: Socket, serve: () => Task<void>): void {
    const waiter = { wake: () => this.#run(serve()) };
    changed.add(waiter);
    this.#listening.push(() => changed.remove(waiter));
  }

  stop(): void {
    for (const giveUp of this.#listening) giveUp();
    for (const thread of this.#threads) thread.kill();
    for (const socket of this.#sockets) socket.close();
    this.#threads.clear();
  }

  #bind(transport: Transport): Socket {
    const socket = openSocket(this.#options.namespace, transport);
    socket.bind({ family: 'inet', address: RESOLVER_ADDRESS, port: 0 });
    this.#sockets.push(socket);
    return socket;
  }

  #run(task: Task<void>): void {
    const thread: Thread = this.#options.scheduler.spawn(task, (error) => {
      this.#threads.delete(thread);
      if (error !== undefined) throw error;
    });
    this.#threads.add(thread);
  }

  *#serveDatagrams(socket: Socket): Task<void> {
    for (;;) {
      const got = yield* socket.recvfrom();
      if (got === undefined) continue;
      const send: Send = (message) => socket.sendto(message, got.from);
      this.#run(this.#serve(got.data, 'udp', inetText(got.from), send));
    }
  }

  *#acceptStreams(socket: Socket): Task<void> {
    for (;;) this.#run(this.#serveStream(yield* socket.accept()));
  }

  *#serveStream(socket: Socket): Task<void> {
    const from = inetText(socket.peer);
    try {
      for (;;) {
        const message = yield* readFramed(socket);
        if (message === undefined) return;
        yield* this.#serve(message, 'tcp', from, (reply) => writeFramed(socket, reply));
      }
    } catch (error) {
      if (!isErrno(error)) throw error;
    } finally {
      socket.close();
    }
  }

  /** One question, from its bytes to those of its answer; who is not there any more to hear it has gone without. */
  *#serve(bytes: Uint8Array, transport: Transport, from: string, send: Send): Task<void> {
    const accepted = acceptQuery(bytes);
    if (accepted === undefined) return;
    const reply = 'query' in accepted ? yield* this.#reply(accepted.query, transport, from) : emitDns(accepted.refusal);
    try {
      yield* send(reply);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  *#reply(query: DnsQuery, transport: Transport, from: string): Task<Uint8Array> {
    const { namespace } = this.#options;
    const [{ name, type }] = query.questions;
    namespace.trace(undefined, () => ({ kind: 'dns-question', name, type, from }));
    const own = this.#answer(query);
    if (own !== undefined) {
      this.#report(own, 'engine');
      return emitWithin(own, transport === 'tcp' ? LARGEST : udpLimit(query));
    }
    const forwarded = yield* this.#forward(query, transport);
    if (forwarded !== undefined) {
      this.#report(forwarded.reply, forwarded.server);
      return emitDns(forwarded.reply);
    }
    const failure = failureOf(query);
    this.#report(failure, undefined);
    return emitDns(failure, false);
  }

  #report(reply: DnsMessage, by: string | undefined): void {
    const [question] = reply.questions;
    if (question === undefined) return;
    this.#options.namespace.trace(undefined, () => ({
      kind: 'dns-answer',
      name: question.name,
      type: question.type,
      rcode: reply.rcode,
      answers: reply.answers.flatMap(shownValue),
      ...(by !== undefined && { by }),
    }));
  }

  /** What the engine knows by itself; undefined for what others may know. */
  #answer(query: DnsQuery): DnsMessage | undefined {
    const { endpoints, ndotsSet } = this.#options;
    const [{ name, type }] = query.questions;
    const records = this.#recordsFor(query, endpoints);
    if (records !== undefined) return { ...replyTo(query), answers: records };
    const bare = !name.includes('.') && (type === 'A' || type === 'AAAA');
    return bare && ndotsSet ? replyTo(query) : undefined;
  }

  #recordsFor({ questions: [{ name, type }] }: DnsQuery, endpoints: readonly Endpoint[]): DnsRecord[] | undefined {
    const head = { name, class: DNS_CLASS_IN, ttl: TTL };
    if (type === 'PTR') {
      const target = PTR_DOMAIN.test(name) ? resolveAddress(endpoints, name.replace(PTR_DOMAIN, '')) : undefined;
      return target === undefined ? undefined : [{ ...head, type, target }];
    }
    if (type !== 'A' && type !== 'AAAA' && type !== MX) return undefined;
    const addresses = resolveName(endpoints, name);
    if (type === MX || addresses === undefined) return addresses && [];
    const { random } = this.#options.namespace.environment;
    const wanted = addresses.filter((address) => (typeof address === 'number') === (type === 'A')).map(formatIp);
    return shuffled(wanted, (below) => random.integer(0, below)).map((address) => ({ ...head, type, address }));
  }

  /** Asks the external servers in turn, until one neither fails nor refuses (forwardExtDNS). */
  *#forward(query: DnsQuery, transport: Transport): Task<{ reply: DnsMessage; server: string } | undefined> {
    const { host, namespace, servers } = this.#options;
    const [{ name, type }] = query.questions;
    for (const { address, onHost } of servers.slice(0, MAX_SERVERS)) {
      if (onHost && !this.forwards) continue;
      const from = onHost ? host : namespace;
      from.trace(undefined, () => ({ kind: 'dns-forward', name, type, server: address }));
      const reply = yield* exchange(from, address, transport, query);
      const failed = reply?.rcode === DNS_RCODE.SERVFAIL || reply?.rcode === DNS_RCODE.REFUSED;
      if (reply !== undefined && !failed) return { reply, server: address };
    }
    return undefined;
  }
}

const portOf = ({ local }: Socket): number => ('port' in local ? local.port : 0);

const inetText = (address: Socket['peer']): string =>
  address !== undefined && 'port' in address ? `${address.address}:${address.port}` : '';

function shownValue(record: DnsRecord): string[] {
  if ('address' in record) return [record.address];
  return 'target' in record ? [record.target] : [];
}

/** Fisher and Yates. @param integer a random number from 0 to its argument, both included */
function shuffled<T>(items: readonly T[], integer: (most: number) => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = integer(i);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}
