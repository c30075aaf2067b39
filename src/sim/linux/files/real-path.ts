import { Errno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import { inDirectory, statOf } from './path.ts';

const MAX_LINKS = 40;

/** realpath(3), except that the last name may be missing. Throws as lstat(2) does, and `ELOOP`. */
export function realPath(sys: System, path: string): string {
  const pending = (path.startsWith('/') ? path : inDirectory(sys.cwd(), path)).split('/');
  let at = '';
  let links = 0;
  while (pending.length > 0) {
    const name = pending.shift() as string;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      at = at.slice(0, at.lastIndexOf('/'));
      continue;
    }
    const next = `${at}/${name}`;
    const stat = statOf(sys, next, false);
    if (stat === undefined && pending.some((part) => part !== '')) throw new Errno('ENOENT');
    if (stat?.type !== 'symlink') {
      at = next;
      continue;
    }
    if (++links > MAX_LINKS) throw new Errno('ELOOP');
    const target = sys.readlink(next);
    if (target.startsWith('/')) at = '';
    pending.unshift(...target.split('/'));
  }
  return at === '' ? '/' : at;
}
