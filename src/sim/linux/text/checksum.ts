import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { type Complaints, eachInput, readLines } from '../inputs.ts';
import { readAll } from '../read-file.ts';

export type Digest = (data: Uint8Array) => string;

/** What GNU's programs and BusyBox's say differently. */
export interface SumDialect {
  readonly complaints: Complaints;
  /** What is said at the end of `-c` where files differ from their sums. */
  mismatch(failed: number, of: number): string;
}

/** md5sum and its like: the sum of each file, or with `-c` whether files have the sums that a list says. */
export function* checksums(call: Call, digest: Digest, dialect: SumDialect): Task<number> {
  if (call.options.has('c')) return yield* check(call, digest, dialect);
  const well = yield* eachInput(call, call.operands, dialect.complaints, function* (fd, path) {
    yield* call.print(`${digest(yield* readAll(call.sys, fd))}  ${path}\n`);
  });
  return well ? 0 : 1;
}

function* check(call: Call, digest: Digest, { complaints, mismatch }: SumDialect): Task<number> {
  const lists: string[] = [];
  let well = yield* eachInput(call, call.operands, complaints, function* (fd) {
    lists.push(...(yield* readLines(call.sys, fd)));
  });
  let failed = 0;
  for (const line of lists) {
    const [, sum = '', path = ''] = /^([0-9a-f]+) [ *](.*)$/.exec(line) ?? [];
    let found = '';
    well =
      (yield* eachInput(call, [path], complaints, function* (fd) {
        found = digest(yield* readAll(call.sys, fd));
      })) && well;
    if (found !== sum) failed++;
    if (!call.options.has('s')) yield* call.print(`${path}: ${found === sum ? 'OK' : 'FAILED'}\n`);
  }
  if (failed > 0 && !call.options.has('s')) yield* call.warn(mismatch(failed, lists.length));
  return well && failed === 0 ? 0 : 1;
}
