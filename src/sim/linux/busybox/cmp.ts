import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { readAll } from '../read-file.ts';
import { applet } from './applet.ts';

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

/** cmp: where two files begin to differ. */
export const cmp = applet({
  short: 'sln:',
  operands: [1, 4],
  *run(call) {
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
        const line = a.subarray(0, i).filter((byte) => byte === 10).length + 1;
        yield* call.print(`${first} ${second} differ: char ${i + 1}, line ${line}\n`);
        return 1;
      }
      yield* call.print(`${i + 1} ${a[i]?.toString(8).padStart(3)} ${b[i]?.toString(8).padStart(3)}\n`);
    }
    if (a.length === b.length || options.has('n')) return status;
    if (!options.has('s')) yield* call.warn(`EOF on ${a.length < b.length ? first : second}`);
    return 1;
  },
});
