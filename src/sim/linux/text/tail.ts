import { SECOND } from '../../kernel/clock.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { type Complaints, eachInput } from '../inputs.ts';
import { readAll } from '../read-file.ts';
import { type Amount, Titles } from './head.ts';

/** `count` units from the end, or with `fromStart` all from the unit of this number on (`+N`). */
export interface TailAmount extends Amount {
  readonly fromStart: boolean;
}

function cut(bytes: Uint8Array, { unit, count, fromStart }: TailAmount): Uint8Array | string {
  if (unit === 'bytes') {
    const start = fromStart ? Math.max(0, count - 1) : Math.max(0, bytes.length - count);
    return bytes.subarray(start);
  }
  const lines = new TextDecoder().decode(bytes).split(/(?<=\n)/);
  if (lines.at(-1) === '') lines.pop();
  return (fromStart ? lines.slice(Math.max(0, count - 1)) : lines.slice(Math.max(0, lines.length - count))).join('');
}

/** tail: the last lines or bytes of each file; with `-f` it goes on with what is added to the last of them. */
export function* tail(call: Call, amount: TailAmount, complaints: Complaints): Task<number> {
  const titles = new Titles(call);
  const last = call.operands.at(-1) ?? '-';
  const well = yield* eachInput(call, call.operands, complaints, function* (fd, path) {
    yield* call.print(titles.next(path));
    yield* call.print(cut(yield* readAll(call.sys, fd), amount));
    if (path === last && (call.options.has('f') || call.options.has('F'))) yield* follow(call, fd);
  });
  return well ? 0 : 1;
}

function* follow(call: Call, fd: number): Task<void> {
  const pause = Number(call.options.value('s') ?? 1) * SECOND;
  for (;;) {
    yield* call.sys.sleep(pause);
    yield* call.print(yield* readAll(call.sys, fd));
  }
}
