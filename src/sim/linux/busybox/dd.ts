import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { concatBytes } from '../../kernel/wire/bytes.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { applet } from './applet.ts';

const NUMBERS = ['bs', 'ibs', 'obs', 'count', 'skip', 'seek'];
const CONVERSIONS = ['notrunc', 'sync', 'noerror', 'fsync', 'swab'];

const UNITS: Readonly<Record<string, number>> = { c: 1, w: 2, b: 512, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };

function sizeOf(text: string): number {
  const [, digits, unit = 'c'] = /^(\d+)([cwbkKMG]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new Failure(`invalid number '${text}'`);
  return Number(digits) * (UNITS[unit === 'K' ? 'k' : unit || 'c'] ?? 1);
}

interface Settings {
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly numbers: Readonly<Record<string, number>>;
  readonly conversions: readonly string[];
  readonly quiet: boolean;
}

function settingsOf({ operands }: Call): Settings {
  const given = new Map<string, string>();
  for (const word of operands) {
    const [key = '', ...rest] = word.split('=');
    if (rest.length === 0 || ![...NUMBERS, 'if', 'of', 'conv', 'status', 'iflag', 'oflag'].includes(key))
      throw new Misuse();
    given.set(key, rest.join('='));
  }
  if (given.has('iflag') || given.has('oflag')) throw new NotSimulated('dd iflag=, oflag=');
  const conversions = given.get('conv')?.split(',') ?? [];
  const wrong = conversions.find((name) => !CONVERSIONS.includes(name));
  if (wrong !== undefined) throw new Failure(`invalid argument '${wrong}' to 'conv'`);
  if (conversions.includes('swab')) throw new NotSimulated('dd conv=swab');
  const numbers = NUMBERS.flatMap((key) => (given.has(key) ? [[key, sizeOf(given.get(key) ?? '')]] : []));
  return {
    input: given.get('if'),
    output: given.get('of'),
    numbers: Object.fromEntries(numbers),
    conversions,
    quiet: given.get('status') === 'none',
  };
}

function* open(call: Call, path: string | undefined, fd: number, write: boolean, kept: boolean): Task<number> {
  if (path === undefined) return fd;
  try {
    return call.sys.open(path, write ? { write: true, create: true, truncate: !kept } : { read: true });
  } catch (error) {
    throw isErrno(error) ? new Failure(`can't open '${path}': ${error.message}`) : error;
  }
}

/** What `seek` leaves in front of the output: what the file has there already, zeros behind it. */
function* fileBefore(call: Call, path: string | undefined, length: number): Task<[Uint8Array, Uint8Array]> {
  const pieces: Uint8Array[] = [];
  try {
    if (path !== undefined) {
      const fd = call.sys.open(path, { read: true });
      for (let piece = yield* call.sys.read(fd); piece.length > 0; piece = yield* call.sys.read(fd)) pieces.push(piece);
      call.sys.close(fd);
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  const whole = concatBytes(...pieces);
  const front = new Uint8Array(length);
  front.set(whole.subarray(0, length));
  return [front, whole];
}

/** A block: what one read gives, which may be less. */
function* copy(
  call: Call,
  { numbers, conversions }: Settings,
  from: number,
  write: (data: Uint8Array) => Task<void>,
): Task<[number, number]> {
  const size = numbers.bs ?? numbers.ibs ?? 512;
  const counts: [number, number] = [0, 0];
  for (let i = 0; i < (numbers.skip ?? 0); i++) yield* call.sys.read(from, size);
  while (counts[0] + counts[1] < (numbers.count ?? Number.POSITIVE_INFINITY)) {
    const piece = yield* call.sys.read(from, size);
    if (piece.length === 0) break;
    counts[piece.length === size ? 0 : 1]++;
    const block = new Uint8Array(conversions.includes('sync') ? size : piece.length);
    block.set(piece);
    yield* write(block);
  }
  return counts;
}

/** dd: copies blocks. */
export const dd = applet({
  literal: true,
  *run(call) {
    const settings = settingsOf(call);
    const { input, output, numbers, conversions, quiet } = settings;
    const from = yield* open(call, input, 0, false, false);
    const outputSize = numbers.bs ?? numbers.obs ?? numbers.ibs ?? 512;
    const start = (numbers.seek ?? 0) * outputSize;
    const kept = conversions.includes('notrunc');
    const [front, whole] =
      start > 0 || kept ? yield* fileBefore(call, output, start) : [new Uint8Array(0), new Uint8Array(0)];
    const to = yield* open(call, output, 1, true, false);
    if (front.length > 0) yield* call.sys.write(to, front);
    let written = start;
    const counts = yield* copy(call, settings, from, function* (data) {
      written += yield* call.sys.write(to, data);
    });
    if (kept && whole.length > written) yield* call.sys.write(to, whole.subarray(written));
    const [full, partial] = counts;
    if (!quiet) yield* call.sys.write(2, `${full}+${partial} records in\n${full}+${partial} records out\n`);
    return 0;
  },
});
