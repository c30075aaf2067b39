import { Failure } from '../call.ts';
import type { Options } from '../getopt.ts';
import type { CaptureDirection } from './capture.ts';
import type { LineOptions } from './packet-line.ts';

const MOST_SNAPSHOT = 262_144;
/** The blocks of a capture that someone looks at, and of others, in ms. */
const SOON = 100;
const LATER = 1000;

/** A command line of tcpdump, checked. */
export interface TcpdumpSettings {
  readonly device: string | undefined;
  readonly read: string | undefined;
  readonly write: string | undefined;
  readonly count: number | undefined;
  readonly snapshotLength: number;
  readonly direction: CaptureDirection;
  readonly timeout: number;
  /** Packets are printed although they are written to a file. */
  readonly printed: boolean;
  readonly line: LineOptions;
}

const atoi = (text: string): number => Number.parseInt(/^\s*[-+]?\d+/.exec(text)?.[0] ?? '0', 10);

function snapshotLength(text: string | undefined): number {
  if (text === undefined) return MOST_SNAPSHOT;
  const value = /^[-+]?(0[xX][0-9a-fA-F]+|\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= 0 && value <= MOST_SNAPSHOT))
    throw new Failure(`invalid snaplen ${text} (must be >= 0 and <= ${MOST_SNAPSHOT})`);
  return value === 0 ? MOST_SNAPSHOT : value;
}

/** Options that say one thing of a kind each are checked as they come, as getopt's loop does. */
function checkValues(options: Options): void {
  for (const [key, value] of options.order) {
    if (key === 'c' && atoi(value) <= 0) throw new Failure(`invalid packet count ${value}`);
    if (key === 's') snapshotLength(value);
    if (key === 'B' && atoi(value) <= 0) throw new Failure(`invalid packet buffer size ${value}`);
    if (key === 'Q' && !/^(in|out|inout)$/i.test(value)) throw new Failure(`unknown capture direction '${value}'`);
    if (key === 'y' && !/^(EN10MB|LINUX_SLL2?|RAW|NULL|PPP|IEEE802_11)$/i.test(value))
      throw new Failure(`invalid data link type ${value}`);
    if (key === 'j' && !/^host(_lowprec|_hiprec)?$/i.test(value)) throw new Failure(`invalid time stamp type ${value}`);
  }
}

function checkTogether(options: Options, times: number): void {
  if (options.has('A') && options.has('x')) throw new Failure('-A and -x[x] are mutually exclusive.');
  if (options.has('A') && options.has('X')) throw new Failure('-A and -X[X] are mutually exclusive.');
  if (options.has('x') && options.has('X')) throw new Failure('-x[x] and -X[X] are mutually exclusive.');
  for (const key of ['C', 'G'])
    if (options.has(key) && !options.has('w')) throw new Failure(`-${key} cannot be used without -w.`);
  if (times > 5) throw new Failure('only -t, -tt, -ttt, -tttt and -ttttt are supported');
}

/** Throws {@link Failure} in tcpdump's words. `watched`: the standard output is a terminal. */
export function settingsOf(options: Options, watched: boolean): TcpdumpSettings {
  const times = (key: string): number => options.values(key).length;
  checkValues(options);
  checkTogether(options, times('t'));
  const write = options.value('w');
  const printed = options.has('print');
  const soon = (write === undefined || printed) && (watched || options.has('l'));
  return {
    device: options.value('i'),
    read: options.value('r'),
    write,
    count: options.has('c') ? atoi(options.value('c') ?? '') : undefined,
    snapshotLength: snapshotLength(options.value('s')),
    direction: (options.value('Q') ?? 'inout').toLowerCase() as CaptureDirection,
    timeout: options.has('immediate') ? 0 : soon ? SOON : LATER,
    printed,
    line: {
      ...{ e: times('e'), n: times('n'), q: times('q'), v: times('v'), S: times('S'), K: times('K') },
      ...{ t: times('t'), x: times('x'), X: times('X'), A: times('A'), numbered: options.has('#') },
    },
  };
}
