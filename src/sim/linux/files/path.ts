import { isErrno } from '../../kernel/errno.ts';
import type { Stat, System } from '../../kernel/syscalls.ts';
import { baseName } from '../call.ts';

/** What stands at `path`, links followed unless `follow` is false; undefined where nothing does. */
export function statOf(sys: System, path: string, follow = true): Stat | undefined {
  try {
    return follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

export const isDirectory = (sys: System, path: string): boolean => statOf(sys, path)?.type === 'directory';

/** `name` in the directory `path`. */
export const inDirectory = (path: string, name: string): string => `${path.replace(/\/+$/, '')}/${name}`;

/** Where cp, mv and ln put `source`: into `target`, where that is a directory. */
export const destination = (sys: System, source: string, target: string): string =>
  isDirectory(sys, target) ? inDirectory(target, baseName(source)) : target;

/** A path without its last name: dirname(1). */
export function directoryName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path.startsWith('/') ? '/' : '.';
  const at = trimmed.lastIndexOf('/');
  return at < 0 ? '.' : trimmed.slice(0, at).replace(/\/+$/, '') || '/';
}
