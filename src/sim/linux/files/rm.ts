import { Errno, isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { inDirectory } from './path.ts';

/** What rm says: of a directory that is to be left alone, and of all else. */
export interface RemoveComplaints {
  isDirectory(path: string): string;
  cannotRemove(path: string, reason: string): string;
}

function removeAll(sys: System, path: string): void {
  for (const name of sys.readdir(path)) {
    const below = inDirectory(path, name);
    if (sys.lstat(below).type === 'directory') removeAll(sys, below);
    else sys.unlink(below);
  }
  sys.rmdir(path);
}

/** rm with -r, -f: removes each of its operands. */
export function* remove(call: Call, complaints: RemoveComplaints): Task<number> {
  const { sys, options, operands, name } = call;
  const forced = options.last('f', 'i') === 'f';
  if (options.has('i') && !forced) throw new NotSimulated(`${name} -i`);
  let status = 0;
  for (const path of operands) {
    try {
      if (/^(.*\/)?\.\.?\/*$/.test(path)) throw new Errno('EINVAL');
      if (sys.lstat(path).type !== 'directory') sys.unlink(path);
      else if (options.has('r') || options.has('R')) removeAll(sys, path);
      else {
        yield* call.warn(complaints.isDirectory(path));
        status = 1;
      }
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (forced && error.code === 'ENOENT') continue;
      yield* call.warn(complaints.cannotRemove(path, error.message));
      status = 1;
    }
  }
  return status;
}
