import type { FileType, Stat } from '../kernel/syscalls.ts';

const TYPES: Record<FileType, string> = { file: '-', directory: 'd', symlink: 'l', char: 'c', fifo: 'p', socket: 's' };

function triplet(bits: number, special: string | undefined): string {
  const execute = bits & 1;
  const last = special === undefined ? (execute ? 'x' : '-') : execute ? special : special.toUpperCase();
  return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
}

/** The mode as `ls -l` shows it: `drwxr-xr-x`. */
export function modeString({ type, mode }: Pick<Stat, 'type' | 'mode'>): string {
  const user = triplet(mode >> 6, mode & 0o4000 ? 's' : undefined);
  const group = triplet(mode >> 3, mode & 0o2000 ? 's' : undefined);
  return TYPES[type] + user + group + triplet(mode, mode & 0o1000 ? 't' : undefined);
}

/** The character that `ls -F` puts behind a name. */
export function typeIndicator({ type, mode }: Pick<Stat, 'type' | 'mode'>): string {
  if (type === 'file') return mode & 0o111 ? '*' : '';
  return { directory: '/', symlink: '@', fifo: '|', socket: '=', char: '' }[type];
}
