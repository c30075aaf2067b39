import { SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { Datagram } from '../../kernel/socket.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { viewOf } from '../../kernel/wire/bytes.ts';
import { type Call, Failure } from '../call.ts';
import { type EchoAnswer, type Echoes, echoesOf } from '../icmp-echo.ts';
import { type HostAddress, hostText, lookUpHost, numericAddress } from '../resolver/host.ts';
import { applet } from './applet.ts';
import { duration, wholeNumber } from './number.ts';

const TIMESTAMP = 4;

interface Settings {
  readonly host: string;
  /** 0: without end. */
  readonly count: number;
  readonly size: number;
  readonly ttl: number | undefined;
  /** Seconds to wait for a first answer once all is sent. */
  readonly patience: number;
  /** µs; undefined: none. */
  readonly deadline: number | undefined;
  readonly interval: number;
  readonly pattern: number;
  readonly quiet: boolean;
  readonly adaptive: boolean;
  readonly device: string | undefined;
  readonly source: string | undefined;
}

const ttlOf = (ttl: number): number | undefined => (ttl >= 1 && ttl <= 255 ? ttl : undefined);

function settingsOf({ sys, options, operands }: Call): Settings {
  const number = (key: string, otherwise: number, most?: number): number => {
    const text = options.value(key);
    return text === undefined ? otherwise : wholeNumber(text, 0, most);
  };
  const through = options.value('I');
  const device = sys.netlink.links().find(({ name }) => name === through)?.name;
  if (through !== undefined && device === undefined && numericAddress(through) === undefined)
    throw new Failure(`bad address '${through}'`);
  const pattern = options.value('p') ?? '0';
  if (!/^[0-9a-fA-F]{1,2}$/.test(pattern)) throw new Failure(`invalid number '${pattern}'`);
  const seconds = number('w', 0);
  return {
    host: operands[0] as string,
    count: number('c', 0),
    size: number('s', 56, 65_535),
    // What the kernel refuses is not asked again (setsockopt_int).
    ttl: ttlOf(number('t', 0)),
    patience: number('W', 10),
    deadline: seconds === 0 ? undefined : sys.monotonic() + seconds * SECOND,
    interval: duration(options.value('i') ?? '1'),
    pattern: Number.parseInt(pattern, 16),
    quiet: options.last('q', 'v') === 'q',
    adaptive: options.has('A'),
    device,
    source: device === undefined ? through : undefined,
  };
}

/** One run of ping: what was sent and received (networking/ping.c). */
class Pinger {
  readonly #sys: System;
  readonly #settings: Settings;
  readonly #target: HostAddress;
  readonly #echoes: Echoes;
  readonly #socket: number;
  readonly #id: number;
  readonly #seen = new Set<number>();
  #sent = 0;
  #received = 0;
  #repeats = 0;
  /** Of the trips, in µs: a ping may run for days, so no list of them. */
  #trips = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = 0;
  #sum = 0;
  #interrupted = false;
  /** When the alarm rings, and what for. */
  #alarm = { at: 0, send: true };

  constructor(sys: System, settings: Settings, target: HostAddress) {
    this.#sys = sys;
    this.#settings = settings;
    this.#target = target;
    this.#echoes = echoesOf(target.family);
    this.#id = sys.pid & 0xffff;
    this.#socket = sys.socket(target.family, 'raw', this.#echoes.protocol);
    const { ttl, device, source } = settings;
    sys.setsockopt(this.#socket, { broadcast: true, ...(ttl && { ttl }), ...(device && { device }) });
    if (source) sys.bind(this.#socket, { family: target.family, address: source, port: 0 });
    sys.signal('SIGINT', () => {
      this.#interrupted = true;
    });
  }

  *run(): Task<number> {
    while (!this.#interrupted && (yield* this.#step()));
    return yield* this.#statistics();
  }

  /** Sends what is due, then waits for one packet; false when it is over. */
  *#step(): Task<boolean> {
    const { count, adaptive } = this.#settings;
    if (this.#alarm.send && this.#sys.monotonic() >= this.#alarm.at && !(yield* this.#send())) return false;
    const left = this.#alarm.at - this.#sys.monotonic();
    if (left <= 0) return this.#alarm.send;
    const packet = yield* this.#receive(left);
    const answer = packet && this.#echoes.answer(packet, this.#id);
    if (answer?.kind !== 'reply') return true;
    yield* this.#count(answer);
    if (count > 0 && this.#received >= count) return false;
    return adaptive ? yield* this.#send() : true;
  }

  *#receive(timeout: number): Task<Datagram | undefined> {
    try {
      return yield* this.#sys.recvfrom(this.#socket, timeout);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== 'EINTR') yield* this.#sys.write(2, `ping: recvfrom: ${error.message}\n`);
      return undefined;
    }
  }

  *#send(): Task<boolean> {
    const { deadline, size, pattern, count, interval, patience } = this.#settings;
    const now = this.#sys.monotonic();
    if (deadline !== undefined && now >= deadline) return false;
    const data = new Uint8Array(Math.max(size, TIMESTAMP)).fill(pattern);
    viewOf(data).setUint32(0, now >>> 0, true);
    const request = this.#echoes.request(this.#id, this.#sent, data.subarray(0, size));
    this.#seen.delete(this.#sent & 0xffff);
    this.#sent++;
    yield* sendOrDie(this.#sys, this.#socket, request, this.#target);
    if (count === 0 || this.#sent < count) this.#alarm = { at: now + interval, send: true };
    else {
      const expire = this.#received === 0 ? patience : Math.max(1, Math.floor(this.#most / 524_288));
      this.#alarm = { at: now + expire * SECOND, send: false };
    }
    return true;
  }

  *#count({ source, sequence, ttl, data }: Extract<EchoAnswer, { kind: 'reply' }>): Task<void> {
    const took = data.length < TIMESTAMP ? undefined : (this.#sys.monotonic() - viewOf(data).getUint32(0, true)) >>> 0;
    if (took !== undefined) this.#time(took);
    const repeated = this.#seen.has(sequence);
    if (repeated) this.#repeats++;
    else this.#received++;
    this.#seen.add(sequence);
    if (this.#settings.quiet) return;
    const time = took === undefined ? '' : ` time=${milliseconds(took)} ms`;
    const duplicate = repeated ? ' (DUP!)' : '';
    yield* this.#sys.write(
      1,
      `${data.length + 8} bytes from ${source.replace(/%.*$/, '')}: seq=${sequence} ttl=${ttl}${time}${duplicate}\n`,
    );
  }

  #time(micros: number): void {
    this.#trips++;
    this.#least = Math.min(this.#least, micros);
    this.#most = Math.max(this.#most, micros);
    this.#sum += micros;
  }

  *#statistics(): Task<number> {
    this.#sys.signal('SIGINT', 'ignore');
    const { host, count, deadline } = this.#settings;
    const [sent, received] = [this.#sent, this.#received];
    const loss = sent === 0 ? 0 : Math.floor(((sent - received) * 100) / sent);
    const repeats = this.#repeats === 0 ? '' : `${this.#repeats} duplicates, `;
    yield* this.#sys.write(
      1,
      `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${repeats}${loss}% packet loss\n`,
    );
    if (this.#trips > 0) {
      const average = Math.floor(this.#sum / this.#trips);
      const figures = [this.#least, average, this.#most].map(milliseconds).join('/');
      yield* this.#sys.write(1, `round-trip min/avg/max = ${figures} ms\n`);
    }
    return received === 0 || (deadline !== undefined && received < count) ? 1 : 0;
  }
}

const milliseconds = (micros: number): string => (micros / 1000).toFixed(3);

function* sendOrDie(sys: System, socket: number, message: Uint8Array, target: HostAddress): Task<void> {
  try {
    yield* sys.sendto(socket, message, { ...target, port: 0 });
  } catch (error) {
    throw isErrno(error) ? new Failure(`sendto: ${error.message}`) : error;
  }
}

function makePinger(call: Call, settings: Settings, target: HostAddress): Pinger {
  try {
    return new Pinger(call.sys, settings, target);
  } catch (error) {
    if (isErrno(error, 'EPERM')) throw new Failure('permission denied (are you root?)');
    if (isErrno(error)) throw new Failure(`bind: ${error.message}`);
    throw error;
  }
}

function* run(call: Call, family: HostAddress['family'] | undefined): Task<number> {
  const settings = settingsOf(call);
  const { host, source, size } = settings;
  const found = yield* lookUpHost(call.sys, host, family);
  const [target] = typeof found === 'string' ? [] : found.addresses;
  if (target === undefined) throw new Failure(`bad address '${host}'`);
  const from = source === undefined ? '' : ` from ${source}`;
  const heading = `PING ${host} (${hostText(target)})${from}: ${size} data bytes\n`;
  // What stdio keeps for a pipe or a file comes out when the program ends: after what it says on stderr.
  const kept = !call.sys.isatty(1);
  if (!kept) yield* call.print(heading);
  let pinger: Pinger;
  try {
    pinger = makePinger(call, settings, target);
  } catch (error) {
    if (!kept || !(error instanceof Failure)) throw error;
    yield* call.sys.write(2, `ping: ${error.message}\n`);
    yield* call.print(heading);
    return 1;
  }
  if (kept) yield* call.print(heading);
  return yield* pinger.run();
}

const FAMILIES = { '4': 'inet', '6': 'inet6' } as const;

/** ping: sends ICMP echo requests and tells of their replies; errors that come back are passed over in silence. */
export const ping = applet({
  short: 'qvAc:s:t:w:W:I:np:i:46',
  operands: [1, 1],
  run: (call) => run(call, FAMILIES[call.options.last('4', '6') as '4' | '6']),
});

/** ping6: the same over IPv6. */
export const ping6 = applet({ short: 'qvAc:s:t:w:W:I:np:i:46', operands: [1, 1], run: (call) => run(call, 'inet6') });
