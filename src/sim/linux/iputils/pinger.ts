import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { viewOf } from '../../kernel/wire/bytes.ts';
import { type EchoAnswer, type Echoes, echoesOf } from '../icmp-echo.ts';
import { type HostAddress, lookUpAddress } from '../resolver/host.ts';
import { icmpErrorText, icmpv6ErrorText } from './icmp-text.ts';
import type { PingSettings } from './settings.ts';
import { Statistics, thousandths, tripTime } from './statistics.ts';

/** `struct timeval` at the packet's beginning. */
const TIMEVAL = 16;

/** What comes so shortly, µs, after another packet is read with it: the errors of all that waited for one neighbour. */
const TOGETHER = 100;

/** One run of iputils' ping over a raw ICMP socket. */
export class Pinger {
  readonly #sys: System;
  readonly #settings: PingSettings;
  readonly #target: HostAddress;
  readonly #echoes: Echoes;
  readonly #named: boolean;
  readonly #socket: number;
  readonly #id: number;
  readonly #statistics = new Statistics();
  readonly #seen = new Set<number>();
  readonly #names = new Map<string, string>();
  readonly #started: number;
  readonly #deadline: number;
  #interrupted = false;
  #next: number;
  #last: number;

  /** @param named are addresses shown with their names? */
  constructor(sys: System, settings: PingSettings, target: HostAddress, named: boolean) {
    this.#sys = sys;
    this.#settings = settings;
    this.#target = target;
    this.#named = named;
    this.#echoes = echoesOf(target.family);
    this.#socket = sys.socket(target.family, 'raw', this.#echoes.protocol);
    this.#id = settings.id ?? viewOf(sys.random(2)).getUint16(0);
    this.#started = sys.monotonic();
    this.#next = this.#started;
    this.#last = this.#started;
    this.#deadline = this.#started + (settings.deadline ?? Number.POSITIVE_INFINITY);
    const { ttl, tos, pathMtu, device, source, broadcast } = settings;
    sys.setsockopt(this.#socket, {
      broadcast,
      pathMtu,
      ...(tos && { tos }),
      ...(ttl && { ttl }),
      ...(device && { device }),
    });
    if (source !== undefined) sys.bind(this.#socket, { family: target.family, address: source, port: 0 });
    sys.signal('SIGINT', () => {
      this.#interrupted = true;
    });
  }

  *run(): Task<number> {
    while (!this.#interrupted && !this.#over()) {
      if (this.#maySend() && this.#due()) yield* this.#send();
      else if (yield* this.#receive(true)) while (yield* this.#receive(false));
    }
    return yield* this.#finish();
  }

  #maySend(): boolean {
    const { count, deadline } = this.#settings;
    // With a deadline it is answers that are counted.
    return count === 0 || deadline !== undefined || this.#statistics.sent < count;
  }

  #due(): boolean {
    return this.#statistics.sent < this.#settings.preload || this.#sys.monotonic() >= this.#next;
  }

  #over(): boolean {
    const { count, deadline } = this.#settings;
    const now = this.#sys.monotonic();
    if (now >= this.#deadline || (deadline !== undefined && this.#statistics.errors > 0)) return true;
    if (count > 0 && this.#statistics.answered >= count) return true;
    return !this.#maySend() && now >= this.#last + this.#patience;
  }

  /** After the last packet: as long as -W says, or twice the longest trip where there was one. */
  get #patience(): number {
    const { longest } = this.#statistics;
    return longest === undefined ? this.#settings.patience : Math.max(this.#settings.interval, 2 * longest);
  }

  *#send(): Task<void> {
    const { size, pattern, interval, flood, quiet } = this.#settings;
    const { sent } = this.#statistics;
    if (this.#settings.outstanding && sent > 0 && !quiet && !flood && !this.#seen.has(sent & 0xffff))
      yield* this.#sys.write(1, `${this.#date()}no answer yet for icmp_seq=${sent & 0xffff}\n`);
    const now = this.#sys.monotonic();
    const data = Uint8Array.from({ length: size }, (_, i) =>
      pattern.length > 0 ? (pattern[i % pattern.length] as number) : i & 0xff,
    );
    if (size >= TIMEVAL) viewOf(data).setBigUint64(0, BigInt(now), true);
    const sequence = (sent + 1) & 0xffff;
    this.#next = now + interval;
    this.#last = now;
    this.#seen.delete(sequence);
    this.#statistics.sent++;
    try {
      const to = { ...this.#target, port: 0 };
      yield* this.#sys.sendto(this.#socket, this.#echoes.request(this.#id, sequence, data), to);
      if (flood && !quiet) yield* this.#sys.write(1, '.');
    } catch (error) {
      // What a rule drops has been sent, for all that ping says.
      if (isErrno(error, 'EPERM')) return;
      if (!isErrno(error)) throw error;
      this.#statistics.errors++;
      if (!this.#settings.quiet) yield* this.#sys.write(2, `ping: sendmsg: ${error.message}\n`);
    }
  }

  /** @returns whether anything came: more may be there already, for which it hardly waits */
  *#receive(waits: boolean): Task<boolean> {
    const until = this.#maySend() ? this.#next : this.#last + this.#patience;
    const end = Math.min(until, this.#deadline);
    try {
      const got = yield* this.#sys.recvfrom(this.#socket, waits ? Math.max(0, end - this.#sys.monotonic()) : TOGETHER);
      const answer = got && this.#echoes.answer(got, this.#id);
      if (answer?.kind === 'reply') yield* this.#reply(answer);
      else if (answer !== undefined) yield* this.#error(answer);
      return got !== undefined && !this.#interrupted;
    } catch (error) {
      if (!isErrno(error, 'EINTR')) throw error;
      return false;
    }
  }

  *#reply({ source, sequence, ttl, data }: Extract<EchoAnswer, { kind: 'reply' }>): Task<void> {
    const trip =
      data.length >= TIMEVAL ? this.#sys.monotonic() - Number(viewOf(data).getBigUint64(0, true)) : undefined;
    const repeated = this.#seen.has(sequence);
    this.#seen.add(sequence);
    this.#statistics.acknowledge(sequence);
    if (trip !== undefined) this.#statistics.time(trip);
    if (repeated) this.#statistics.repeats++;
    else this.#statistics.received++;
    const { quiet, eager, flood, audible, precise } = this.#settings;
    if (eager) this.#next = this.#sys.monotonic();
    if (quiet) return;
    if (flood) {
      yield* this.#sys.write(1, '\b \b');
      return;
    }
    const ident = this.#settings.verbose ? ` ident=${this.#id}` : '';
    const time = trip === undefined ? '' : ` time=${(precise ? thousandths : tripTime)(trip)} ms`;
    const from = yield* this.#name(source);
    const line = `${data.length + 8} bytes from ${from}: icmp_seq=${sequence}${ident} ttl=${ttl}${time}${repeated ? ' (DUP!)' : ''}${audible ? '\x07' : ''}\n`;
    yield* this.#sys.write(1, this.#date() + line);
  }

  *#error(answer: Exclude<EchoAnswer, { kind: 'reply' }>): Task<void> {
    const { source, sequence } = answer;
    const text = answer.kind === 'error' ? icmpErrorText(answer.error) : icmpv6ErrorText(answer.error);
    // What comes by the error queue of an IPv6 socket counts for no answer.
    if (answer.kind === 'error') this.#statistics.acknowledge(sequence);
    this.#statistics.errors++;
    if (this.#settings.quiet) return;
    const from = yield* this.#name(source);
    yield* this.#sys.write(1, `${this.#date()}From ${from} icmp_seq=${sequence} ${text}\n`);
  }

  #date(): string {
    if (!this.#settings.dated) return '';
    const now = this.#sys.realtime();
    return `[${Math.floor(now / 1e6)}.${String(now % 1e6).padStart(6, '0')}] `;
  }

  /** An address with its name, where one was asked for and there is one. */
  *#name(address: string): Task<string> {
    if (!this.#named) return address;
    const known = this.#names.get(address);
    if (known !== undefined) return known;
    const name = yield* lookUpAddress(this.#sys, address);
    const text = name === undefined ? address : `${name} (${address})`;
    this.#names.set(address, text);
    return text;
  }

  *#finish(): Task<number> {
    const { host, deadline, count, eager } = this.#settings;
    const { received } = this.#statistics;
    yield* this.#sys.write(1, this.#statistics.summary(host, this.#last - this.#started, eager));
    return received === 0 || (deadline !== undefined && received < count) ? 1 : 0;
  }
}
