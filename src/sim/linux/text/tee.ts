import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';

/** tee: the standard input to the standard output and to files. */
export function* tee(call: Call): Task<number> {
  const { sys, options, operands } = call;
  if (options.has('i')) sys.signal('SIGINT', 'ignore');
  const outputs = [1];
  let status = 0;
  for (const path of operands) {
    try {
      outputs.push(
        sys.open(path, { write: true, create: true, append: options.has('a'), truncate: !options.has('a') }),
      );
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* call.warn(`${path}: ${error.message}`);
      status = 1;
    }
  }
  for (;;) {
    const chunk = yield* sys.read(0);
    if (chunk.length === 0) return status;
    for (const fd of outputs) yield* sys.write(fd, chunk);
  }
}
