import { Errno, isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import { type Call, Failure } from '../call.ts';
import { changeMode } from './mode.ts';
import { isDirectory } from './path.ts';

/** mkdir with -p and -m: makes one directory. */
export function makeDirectory({ sys, options }: Call, path: string): void {
  const text = options.value('m');
  const mode = text === undefined ? 0o777 : changeMode(text, 0o777, true);
  if (mode === undefined) throw new Failure(`invalid mode '${text}'`);
  if (options.has('p')) makeParents(sys, path);
  else sys.mkdir(path, mode);
  if (text !== undefined) sys.chmod(path, mode);
}

function makeParents(sys: System, path: string): void {
  const names = path.split('/');
  for (let i = 1; i <= names.length; i++) {
    const part = names.slice(0, i).join('/');
    if (part === '' || isDirectory(sys, part)) continue;
    try {
      sys.mkdir(part);
    } catch (error) {
      throw isErrno(error, 'EEXIST') ? new Errno(i < names.length ? 'ENOTDIR' : 'EEXIST') : error;
    }
  }
}
