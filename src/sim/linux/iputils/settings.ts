import { SECOND } from '../../kernel/clock.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { numericAddress } from '../resolver/host.ts';

/** What the command line of iputils' ping asks for; spans in µs. */
export interface PingSettings {
  readonly host: string;
  /** 0: without end. */
  readonly count: number;
  readonly size: number;
  readonly ttl: number | undefined;
  readonly interval: number;
  /** How long to wait for the last answers. */
  readonly patience: number;
  /** How long it runs at most. */
  readonly deadline: number | undefined;
  readonly pattern: readonly number[];
  readonly device: string | undefined;
  readonly source: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly numeric: boolean;
  readonly dated: boolean;
  readonly broadcast: boolean;
  /** -f: a dot for each packet, taken back at its answer. */
  readonly flood: boolean;
  /** The next packet goes out as soon as the last is answered. */
  readonly eager: boolean;
  /** How many go out at first without waiting. */
  readonly preload: number;
  readonly id: number | undefined;
  readonly tos: number | undefined;
  readonly pathMtu: 'want' | 'do' | 'dont';
  readonly outstanding: boolean;
  readonly audible: boolean;
  readonly precise: boolean;
}

const FAILURE = 2;
const FOR_EVER = '9223372036854775807';

/** How long a packet without an interval waits for the answer to the one before. */
const FLOOD_INTERVAL = 10_000;

const INT_MAX = 2_147_483_647;

/** The longest payload that a packet of 65,535 bytes holds. */
const LONGEST = { inet: 65_507, inet6: 65_527 };

function whole(text: string, low: number, high: number | string, what = 'invalid argument'): number {
  if (!/^[-+]?\d+$/.test(text)) throw new Failure(`${what}: '${text}'`, 1);
  const value = Number(text);
  if (Math.abs(value) > Number(FOR_EVER)) throw new Failure(`${what}: '${text}': Numerical result out of range`, 1);
  if (value < low || value > Number(high))
    throw new Failure(`${what}: '${text}': out of range: ${low} <= value <= ${high}`, 1);
  return value;
}

/** strtod(3): what is no number counts for what it begins with, and is warned of. */
function* seconds({ sys, options }: Call, key: string, what: string): Task<number | undefined> {
  const text = options.value(key);
  if (text === undefined) return undefined;
  if (!/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text))
    yield* sys.write(
      2,
      `ping: option argument contains garbage: ${text}\nping: this will become fatal error in the future\n`,
    );
  const value = Number.parseFloat(text) || 0;
  if (value < 0 || value > INT_MAX / 1000) throw new Failure(`${what}: ${text}`, FAILURE);
  return Math.round(value * SECOND);
}

/** Throws where a packet of this family cannot be as it is asked to be. */
export function checkPacket({ size, ttl }: PingSettings, family: 'inet' | 'inet6'): void {
  if (family === 'inet' && ttl === 0) throw new Failure('cannot set unicast time-to-live: Invalid argument', FAILURE);
  whole(String(size), 0, LONGEST[family], 'invalid -s value');
}

/** -Q: the whole byte, in hexadecimal with 0x. */
function tosOf(text: string): number {
  const value = Number(/^0x/i.test(text) ? text : Number.parseInt(text, 10));
  if (Number.isNaN(value)) throw new Failure(`bad TOS value: ${text}`, FAILURE);
  if (value < 0 || value > 255)
    throw new Failure(`the decimal value of TOS bits must be in range 0-255: ${value}`, FAILURE);
  return value;
}

function pathMtuOf(text: string): 'want' | 'do' | 'dont' {
  if (text === 'probe') return 'do';
  if (text === 'want' || text === 'do' || text === 'dont') return text;
  throw new Failure(`invalid -M argument: ${text}`, FAILURE);
}

function patternOf(text: string): number[] {
  const digits = text.match(/[0-9a-fA-F]{1,2}/g);
  if (digits === null || /[^0-9a-fA-F]/.test(text))
    throw new Failure(`patterns must be specified as hex digits: ${text}`, FAILURE);
  return digits.slice(0, 16).map((pair) => Number.parseInt(pair, 16));
}

export function* settingsOf(call: Call): Task<PingSettings> {
  const { sys, options, operands } = call;
  const given = <T>(key: string, read: (text: string) => T): T | undefined => {
    const text = options.value(key);
    return text === undefined ? undefined : read(text);
  };
  const host = operands.at(-1);
  if (host === undefined) throw new Failure('usage error: Destination address required', FAILURE);
  // Several make a source route, an IP option that the kernel grants nobody here.
  if (operands.length > 1) throw new Failure('record route: Operation not permitted', FAILURE);
  const through = options.value('I');
  const isDevice = through !== undefined && numericAddress(through) === undefined;
  if (isDevice && !sys.netlink.links().some(({ name }) => name === through))
    throw new Failure(`SO_BINDTODEVICE ${through}: No such device`, FAILURE);
  const flood = options.has('f');
  const eager = flood || options.has('A');
  const interval = (yield* seconds(call, 'i', 'bad timing interval')) ?? (eager ? 0 : SECOND);
  return {
    host,
    count: given('c', (text) => whole(text, 1, FOR_EVER)) ?? 0,
    size: given('s', (text) => whole(text, 0, INT_MAX)) ?? 56,
    ttl: given('t', (text) => whole(text, 0, 255)),
    interval: interval === 0 ? FLOOD_INTERVAL : interval,
    patience: ((yield* seconds(call, 'W', 'bad linger time')) ?? 10 * SECOND) || INT_MAX * SECOND,
    deadline: given('w', (text) => whole(text, 0, INT_MAX) * SECOND) || undefined,
    pattern: given('p', patternOf) ?? [],
    device: isDevice ? through : undefined,
    source: isDevice ? undefined : through,
    quiet: options.has('q'),
    verbose: options.has('v'),
    numeric: options.has('n'),
    dated: options.has('D'),
    broadcast: options.has('b'),
    flood,
    eager: eager || interval === 0,
    preload: given('l', (text) => whole(text, 1, 65_536)) ?? 1,
    id: given('e', (text) => whole(text, 0, 65_535)),
    tos: given('Q', tosOf),
    pathMtu: given('M', pathMtuOf) ?? 'want',
    outstanding: options.has('O'),
    audible: options.has('a'),
    precise: options.has('3'),
  };
}
