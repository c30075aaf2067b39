import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import { type Field, fieldText } from './fields.ts';
import { isPattern, patternRegExp } from './pattern.ts';

/** Cuts a field at its slashes. */
function segments(field: Field): Field[] {
  const result: Field[] = [[]];
  for (const { text, quoted } of field) {
    text.split('/').forEach((part, i) => {
      if (i > 0) result.push([]);
      if (part !== '') result.at(-1)?.push({ text: part, quoted });
    });
  }
  return result;
}

function exists(sys: System, path: string): boolean {
  try {
    sys.lstat(path);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function entries(sys: System, directory: string): readonly string[] {
  try {
    return sys.readdir(directory === '' ? '.' : directory);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

/** What bash's shopt may change about it. */
export interface GlobOptions {
  readonly dotglob?: boolean;
  readonly nocaseglob?: boolean;
  /** `.*` matches `.` and `..`. */
  readonly dots?: boolean;
}

function matching(
  sys: System,
  directory: string,
  segment: Field,
  { dotglob, nocaseglob, dots }: GlobOptions,
): string[] {
  const { source, flags } = patternRegExp(segment);
  const expression = new RegExp(source, nocaseglob ? `${flags}i` : flags);
  const hidden = fieldText(segment).startsWith('.');
  const seen = (name: string): boolean => name.startsWith('.') === hidden || (dotglob === true && !hidden);
  const all = [...(dots ? ['.', '..'] : []), ...entries(sys, directory)];
  const names = all.filter((name) => seen(name) && expression.test(name));
  return names.sort().map((name) => directory + name);
}

/** The paths that a field matches, sorted; none where it is no pattern or nothing matches (POSIX 2.6.6). */
export function expandPathname(sys: System, field: Field, options: GlobOptions = {}): string[] {
  if (!isPattern(field)) return [];
  const parts = segments(field);
  let paths = [''];
  parts.forEach((segment, i) => {
    const slash = i < parts.length - 1 ? '/' : '';
    if (isPattern(segment)) paths = paths.flatMap((path) => matching(sys, path, segment, options));
    else {
      const text = fieldText(segment);
      paths = paths.map((path) => path + text).filter((path) => path === '' || text === '' || exists(sys, path));
    }
    if (slash && isPattern(segment)) paths = paths.filter((path) => isDirectory(sys, path));
    paths = paths.map((path) => path + slash);
  });
  return paths;
}

function isDirectory(sys: System, path: string): boolean {
  try {
    return sys.stat(path).type === 'directory';
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}
