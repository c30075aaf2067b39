import type { System } from '../../../kernel/syscalls.ts';
import type { Task } from '../../../kernel/task.ts';
import type { TarEntry } from '../../../tar/entry.ts';
import { attempt, makeEntry, readTree, statOf } from '../../../tar/files.ts';
import { type Cli, STDOUT } from '../../cli.ts';
import type { CopyInfo } from './copy.ts';
import { clean, saysDirectory, splitEntry } from './path.ts';

/** The path that a link leads to in the end. */
function evaluated(sys: System, path: string): string {
  const stat = attempt('lstat', path, () => sys.lstat(path));
  if (stat.type !== 'symlink') return path;
  const target = sys.readlink(path);
  return evaluated(sys, clean(target.startsWith('/') ? target : `${splitEntry(path).directory}/${target}`));
}

/** What is to be copied from here (CopyInfoSourcePath). */
export function localSource(sys: System, path: string, follow: boolean): CopyInfo {
  const resolved = follow ? evaluated(sys, path) : path;
  const stat = attempt('lstat', resolved, () => sys.lstat(saysDirectory(resolved) ? `${clean(resolved)}/` : resolved));
  const renamed = follow && splitEntry(path).base !== splitEntry(resolved).base;
  return {
    path: resolved,
    exists: true,
    isDirectory: stat.type === 'directory',
    ...(renamed && { rebaseName: splitEntry(path).base }),
  };
}

/** Where something is to be copied to here (CopyInfoDestinationPath). */
export function localDestination(sys: System, path: string): CopyInfo {
  const found = statOf(sys, path, false);
  if (found !== undefined && found.type !== 'symlink') {
    return { path, exists: true, isDirectory: found.type === 'directory' };
  }
  const led = found === undefined ? path : evaluated(sys, path);
  const stat = statOf(sys, led, true);
  return { path: led, exists: stat !== undefined, isDirectory: stat?.type === 'directory' };
}

/** Throws for a path that nothing can be written to (docker/cli's ValidateOutputPath). */
export function checkOutputPath(sys: System, path: string): void {
  const { directory } = splitEntry(clean(path));
  if (statOf(sys, directory, true) === undefined) {
    throw new Error(`invalid output path: directory ${JSON.stringify(directory)} does not exist`);
  }
  attempt('stat', path, () => statOf(sys, path, true));
}

/** Throws for what cannot be written to by renaming a new file to it (moby/sys/atomicwriter's validateDestination). */
function checkDestination(sys: System, path: string): void {
  if (statOf(sys, path, false)?.type === 'directory') throw new Error('cannot write to a directory');
  const { directory } = splitEntry(clean(path));
  try {
    attempt('stat', directory, () => sys.stat(directory));
  } catch (error) {
    throw new Error(`invalid output path: ${(error as Error).message}`);
  }
}

/** Throws where an archive would go to a terminal, or to a path that cannot be written to. */
export function checkArchiveOutput(cli: Cli, output: string, failed: string): void {
  if (output === '') {
    if (!cli.sys.isatty(STDOUT)) return;
    throw new Error('cowardly refusing to save to a terminal. Use the -o flag or redirect');
  }
  try {
    checkDestination(cli.sys, output);
  } catch (error) {
    throw new Error(`${failed}: ${(error as Error).message}`);
  }
}

/** A local file or directory as the entries of a tar that begins with its name (TarResource). */
export const readSource = (sys: System, { path, rebaseName }: CopyInfo): Task<TarEntry[]> =>
  readTree(sys, saysDirectory(path) ? clean(path) : path, rebaseName ?? splitEntry(path).base);

/** Unpacks entries into a local directory, in the place of files that are there (moby/go-archive, Untar). */
export function* unpack(sys: System, directory: string, entries: readonly TarEntry[]): Task<void> {
  for (const entry of entries) {
    const path = clean(`${directory}/${entry.name}`);
    const before = statOf(sys, path, false);
    const isDirectory = entry.type === 'directory';
    if (before !== undefined && (before.type === 'directory') !== isDirectory) {
      const [what, other] = isDirectory ? ['non-directory', 'directory'] : ['directory', 'non-directory'];
      throw new Error(`cannot overwrite ${what} ${JSON.stringify(path)} with ${other} ${JSON.stringify(directory)}`);
    }
    if (!isDirectory && before !== undefined) sys.unlink(path);
    yield* makeEntry(sys, directory, path, entry);
  }
}
