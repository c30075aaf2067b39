import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import { BuiltinError } from './builtin.ts';

export function isOpen(sys: System, fd: number): boolean {
  try {
    sys.fstat(fd);
    return true;
  } catch (error) {
    if (isErrno(error, 'EBADF')) return false;
    throw error;
  }
}

/** bash's words for a descriptor that an option names and nothing is open at. */
export function demandOpen(sys: System, fd: number): void {
  if (!isOpen(sys, fd)) throw new BuiltinError(`${fd}: invalid file descriptor: Bad file descriptor`, 1);
}
