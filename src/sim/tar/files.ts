import { type Errno, isErrno } from '../kernel/errno.ts';
import type { Stat, System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { concatBytes } from '../kernel/wire/bytes.ts';
import type { TarEntry } from './entry.ts';

const NOTHING = new Uint8Array(0);

/** A system call on a file failed: which one, on what, and why. */
export class FileError extends Error {
  readonly call: string;
  readonly path: string;
  readonly reason: Errno;

  constructor(call: string, path: string, reason: Errno) {
    super(`${call} ${path}: ${reason.message.charAt(0).toLowerCase()}${reason.message.slice(1)}`);
    this.call = call;
    this.path = path;
    this.reason = reason;
  }
}

/** Does `work`; a failure is thrown as a {@link FileError}, whose message is Go's. */
export function attempt<T>(call: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isErrno(error) ? new FileError(call, path, error) : error;
  }
}

/** A file's status; undefined where there is none. */
export function statOf(sys: System, path: string, follow: boolean): Stat | undefined {
  try {
    return follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** A file, or a directory and all below it, as entries of an archive that call it `name`. */
export function* readTree(sys: System, path: string, name: string): Task<TarEntry[]> {
  const { type, mode, uid, gid, mtime } = attempt('lstat', path, () => sys.lstat(path));
  if (type === 'socket') return [];
  const data = type === 'file' ? yield* readFile(sys, path) : NOTHING;
  const target = type === 'symlink' ? sys.readlink(path) : '';
  const entry = { type, mode, uid, gid, mtime: Math.floor(mtime / 1e6), target, data };
  if (type !== 'directory') return [{ name, ...entry }];
  const entries: TarEntry[] = [{ name: `${name.replace(/\/$/, '')}/`, ...entry }];
  for (const child of [...sys.readdir(path)].sort()) {
    entries.push(...(yield* readTree(sys, `${path.replace(/\/$/, '')}/${child}`, `${entries[0]?.name}${child}`)));
  }
  return entries;
}

function* readFile(sys: System, path: string): Task<Uint8Array> {
  const fd = attempt('open', path, () => sys.open(path));
  try {
    return yield* readToEnd(sys, fd);
  } finally {
    sys.close(fd);
  }
}

/** All that is still to be read from a descriptor. */
export function* readToEnd(sys: System, fd: number): Task<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let chunk = yield* sys.read(fd); chunk.length > 0; chunk = yield* sys.read(fd)) chunks.push(chunk);
  return concatBytes(...chunks);
}

/** Makes what an entry is, `path` its place; `root` is what hard links are looked up from. */
export function* makeEntry(sys: System, root: string, path: string, entry: TarEntry): Task<void> {
  const exists = statOf(sys, path, false)?.type === 'directory';
  if (entry.type === 'directory') {
    if (!exists) attempt('mkdir', path, () => sys.mkdir(path));
  } else if (entry.type === 'symlink') return attempt('symlink', path, () => sys.symlink(entry.target, path));
  else if (entry.type === 'link') return attempt('link', path, () => sys.link(`${root}/${entry.target}`, path));
  else if (entry.type === 'file') yield* writeFile(sys, path, entry.data);
  else return;
  sys.chmod(path, entry.mode);
  sys.utimes(path, entry.mtime * 1e6);
}

/** Writes a whole file, in the place of what it held. */
export function* writeFile(sys: System, path: string, data: Uint8Array): Task<void> {
  const fd = attempt('open', path, () => sys.open(path, { write: true, create: true, truncate: true }, 0o644));
  try {
    yield* sys.write(fd, data);
  } finally {
    sys.close(fd);
  }
}
