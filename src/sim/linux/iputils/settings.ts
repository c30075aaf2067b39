import { SECOND } from '../../kernel/clock.ts';
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
  readonly deadline: number | undefined;
  readonly pattern: readonly number[];
  readonly device: string | undefined;
  readonly source: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly numeric: boolean;
  readonly dated: boolean;
  readonly broadcast: boolean;
}

const FAILURE = 2;
const FOR_EVER = '9223372036854775807';

/** The least interval that is not root's (iputils' MIN_USER_INTERVAL_MS is 2 ms). */
const LEAST_INTERVAL = 2_000;

function whole(text: string, low: number, high: number | string, what = 'invalid argument'): number {
  if (!/^[-+]?\d+$/.test(text)) throw new Failure(`${what}: '${text}'`, 1);
  const value = Number(text);
  if (value < low || value > Number(high))
    throw new Failure(`${what}: '${text}': out of range: ${low} <= value <= ${high}`, 1);
  return value;
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new Failure(`option argument contains garbage: ${text}`, FAILURE);
  return Math.round(value * SECOND);
}

function patternOf(text: string): number[] {
  const digits = text.match(/[0-9a-fA-F]{1,2}/g);
  if (digits === null || /[^0-9a-fA-F]/.test(text))
    throw new Failure(`patterns must be specified as hex digits: ${text}`, FAILURE);
  return digits.slice(0, 16).map((pair) => Number.parseInt(pair, 16));
}

export function settingsOf({ sys, options, operands }: Call): PingSettings {
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
  const interval = given('i', seconds) ?? (options.has('A') ? LEAST_INTERVAL : SECOND);
  return {
    host,
    count: given('c', (text) => whole(text, 1, FOR_EVER)) ?? 0,
    size: given('s', (text) => whole(text, 0, 65_527, 'invalid -s value')) ?? 56,
    ttl: given('t', (text) => whole(text, 0, 255)) || undefined,
    interval: Math.max(interval, LEAST_INTERVAL),
    patience: given('W', seconds) ?? 10 * SECOND,
    deadline: given('w', (text) => sys.monotonic() + whole(text, 0, 2_147_483) * SECOND),
    pattern: given('p', patternOf) ?? [],
    device: isDevice ? through : undefined,
    source: isDevice ? undefined : through,
    quiet: options.has('q'),
    verbose: options.has('v'),
    numeric: options.has('n'),
    dated: options.has('D'),
    broadcast: options.has('b'),
  };
}
