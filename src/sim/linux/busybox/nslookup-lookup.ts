import { MILLISECOND } from '../../kernel/clock.ts';
import { Errno, isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { DNS_RCODE, parseDns } from '../../kernel/wire/dns.ts';
import { type Call, Failure } from '../call.ts';
import { answerText, rcodeName } from './nslookup-answer.ts';
import type { NslookupSettings } from './nslookup-options.ts';

/** What its receive buffer holds; more is cut off. */
const REPLY_SIZE = 512;

export interface Server {
  /** As it was given. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

export interface Query {
  readonly id: number;
  readonly name: string;
  /** Undefined for what is no domain name: nothing that could be sent. */
  readonly bytes: Uint8Array | undefined;
  answered: boolean;
}

/** One run: its queries, sent to one server after the other until one answers (networking/nslookup.c). */
export class Lookup {
  readonly #call: Call;
  readonly #settings: NslookupSettings;
  readonly #queries: readonly Query[];
  #status = 0;

  constructor(call: Call, settings: NslookupSettings, queries: readonly Query[]) {
    this.#call = call;
    this.#settings = settings;
    this.#queries = queries;
  }

  *run(servers: readonly Server[]): Task<number> {
    const call = this.#call;
    for (const server of servers) {
      if ((yield* this.#ask(server)) === 0) continue;
      const unanswered = this.#queries.filter(({ answered }) => !answered);
      for (const { name } of unanswered) yield* call.print(`*** Can't find ${name}: No answer\n`);
      if (unanswered.length > 0) yield* call.print('\n');
      return this.#status;
    }
    yield* call.print(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }

  /** How many of the queries were answered; 0 too when the server cannot be written to. */
  *#ask(server: Server): Task<number> {
    const { sys } = this.#call;
    const fd = sys.socket('inet', 'dgram');
    try {
      yield* sys.connect(fd, { family: 'inet', address: server.address, port: server.port });
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new Failure(`can't connect to remote host (${server.address}): ${error.message}`);
    }
    const answered = yield* this.#exchange(fd, server);
    sys.close(fd);
    return answered;
  }

  /** send_queries(): sends again after half the time, and at once, a few times, to a server that fails. */
  *#exchange(fd: number, server: Server): Task<number> {
    const { timeout, retry } = this.#settings;
    const span = timeout * 1000;
    const interval = Math.floor(span / retry);
    const now = (): number => Math.floor(this.#call.sys.monotonic() / MILLISECOND);
    const start = now();
    const heard = { replies: 0, patience: 0 };
    for (let sent = start - interval; now() - start < span; ) {
      if (now() - sent >= interval) {
        if (!(yield* this.#send(fd, server))) return 0;
        sent = now();
        heard.patience = 2 * this.#queries.length;
      }
      const reply = yield* this.#receive(fd, (interval - (now() - sent)) * MILLISECOND);
      if (reply === undefined) continue;
      if (heard.replies++ === 0) {
        yield* this.#call.print(`Server:\t\t${server.name}\nAddress:\t${server.address}:${server.port}\n\n`);
      }
      yield* this.#take(fd, reply, heard, now() - start);
      if (this.#queries.every(({ answered }) => answered)) break;
    }
    return this.#queries.filter(({ answered }) => answered).length;
  }

  *#send(fd: number, server: Server): Task<boolean> {
    try {
      for (const { answered, bytes } of this.#queries) {
        if (answered) continue;
        if (bytes === undefined) throw new Errno('EMSGSIZE');
        yield* this.#call.sys.sendto(fd, bytes);
      }
      return true;
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#call.warn(`write to '${server.name}': ${error.message}`);
      return false;
    }
  }

  *#receive(fd: number, timeout: number): Task<Uint8Array | undefined> {
    try {
      return (yield* this.#call.sys.recvfrom(fd, timeout))?.data.subarray(0, REPLY_SIZE);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== 'EINTR') yield* this.#call.warn(`read: ${error.message}`);
      return undefined;
    }
  }

  /** @param milliseconds since the first sending */
  *#take(fd: number, reply: Uint8Array, heard: { patience: number }, milliseconds: number): Task<void> {
    const at = this.#queries.findIndex(({ id }) => reply.length >= 4 && id === (reply[0] ?? 0) * 256 + (reply[1] ?? 0));
    const query = this.#queries[at];
    if (query === undefined || query.answered) return;
    const rcode = (reply[3] ?? 0) & 0xf;
    if (rcode === DNS_RCODE.SERVFAIL && heard.patience > 0) {
      heard.patience--;
      yield* this.#call.sys.sendto(fd, query.bytes ?? new Uint8Array(0));
      return;
    }
    query.answered = true;
    if (this.#settings.debug) yield* this.#call.print(`Query #${at} completed in ${milliseconds}ms:\n`);
    yield* this.#call.print(`${this.#textOf(query, rcode, reply)}\n`);
  }

  #textOf({ name }: Query, rcode: number, bytes: Uint8Array): string {
    const reply = parseDns(bytes);
    if (rcode === DNS_RCODE.NOERROR && reply !== undefined) return answerText(reply, this.#settings.debug);
    this.#status = 1;
    if (rcode !== DNS_RCODE.NOERROR) return `** server can't find ${name}: ${rcodeName(rcode)}\n`;
    const authoritative = ((bytes[2] ?? 0) & 0x04) !== 0;
    return `${authoritative ? '' : 'Non-authoritative answer:\n'}*** Can't find ${name}: Parse error\n`;
  }
}
