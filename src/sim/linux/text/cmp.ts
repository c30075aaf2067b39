import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { readAll } from '../read-file.ts';

function* bytesOf({ sys }: Call, path: string): Task<Uint8Array> {
  try {
    const fd = path === '-' ? 0 : sys.open(path);
    const data = yield* readAll(sys, fd);
    if (fd !== 0) sys.close(fd);
    return data;
  } catch (error) {
    throw isErrno(error) ? new Failure(`${path}: ${error.message}`, 2) : error;
  }
}

/** What GNU's cmp and BusyBox's say differently. */
export interface CmpDialect {
  readonly unit: 'char' | 'byte';
  /** `text`: all of the shorter file. */
  end(path: string, text: Uint8Array): string;
}

export const linesIn = (bytes: Uint8Array): number => bytes.filter((byte) => byte === 10).length;

/** cmp: where two files begin to differ. */
export function* cmp(call: Call, dialect: CmpDialect): Task<number> {
  const { options } = call;
  const [first = '', second = '-'] = call.operands;
  const [a, b] = [yield* bytesOf(call, first), yield* bytesOf(call, second)];
  const end = Math.min(a.length, b.length, Number(options.value('n') ?? Number.POSITIVE_INFINITY));
  let status = 0;
  for (let i = 0; i < end; i++) {
    if (a[i] === b[i]) continue;
    status = 1;
    if (options.has('s')) return 1;
    if (!options.has('l')) {
      const line = linesIn(a.subarray(0, i)) + 1;
      yield* call.print(`${first} ${second} differ: ${dialect.unit} ${i + 1}, line ${line}\n`);
      return 1;
    }
    yield* call.print(`${i + 1} ${a[i]?.toString(8).padStart(3)} ${b[i]?.toString(8).padStart(3)}\n`);
  }
  if (a.length === b.length || options.has('n')) return status;
  if (!options.has('s')) yield* call.warn(a.length < b.length ? dialect.end(first, a) : dialect.end(second, b));
  return 1;
}
