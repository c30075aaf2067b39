import type { TarEntry } from '../../../tar/entry.ts';
import { saysDirectory, splitEntry } from './path.ts';

/** One end of a copy (moby/go-archive, CopyInfo). */
export interface CopyInfo {
  readonly path: string;
  readonly exists: boolean;
  readonly isDirectory: boolean;
  /** What a source is to be called, where that is not its own name. */
  readonly rebaseName?: string;
}

export interface Preparation {
  /** The directory to unpack in. */
  readonly directory: string;
  /** How the archive's entries are to be renamed: the beginning of each name. */
  readonly rename?: readonly [from: string, to: string];
}

/** Where the source's archive is to be unpacked, and under what name (moby/go-archive, PrepareArchiveCopy). */
export function prepareCopy(source: CopyInfo, destination: CopyInfo): Preparation {
  const from = source.rebaseName || splitEntry(source.path).base;
  const { directory, base: to } = splitEntry(destination.path);
  if (destination.exists && destination.isDirectory) return { directory: destination.path };
  if (destination.exists && source.isDirectory) throw new Error('cannot copy directory');
  const made = !destination.exists && !source.isDirectory;
  if (made && saysDirectory(destination.path)) throw new Error('no such directory');
  return { directory, rename: [from, to] };
}

/** The entries with other beginnings of their names. */
export function renamed(entries: readonly TarEntry[], [before, after]: readonly [string, string]): TarEntry[] {
  const from = before === '/' ? '' : before;
  const rename = (name: string): string => (name.startsWith(from) ? after + name.slice(from.length) : name);
  return entries.map((entry) => ({
    ...entry,
    name: rename(entry.name),
    target: entry.type === 'link' ? rename(entry.target) : entry.target,
  }));
}
