import { Directory, type Inode, RegularFile, Symlink } from '../../kernel/fs/inode.ts';
import type { TarEntry } from '../../tar/entry.ts';
import { readTar, TarError } from '../../tar/read.ts';
import type { Daemon } from '../daemon.ts';
import { forbidden, invalidParameter, systemError } from '../errors.ts';
import type { Container } from './container.ts';
import { locate, onFileSystem } from './file-system.ts';
import { logEvent } from './log-event.ts';

export interface ExtractOptions {
  /** Refuse to put a file in a directory's place, and the other way round. */
  readonly noOverwriteDirNonDir: boolean;
}

/** `PUT /containers/{id}/archive`: unpacks a tar into a directory of the container (moby/daemon/archive_unix.go). */
export function extractToDirectory(
  daemon: Daemon,
  container: Container,
  name: string,
  path: string,
  options: ExtractOptions & { readonly archive: Uint8Array },
): void {
  onFileSystem(container, () => {
    const found = locate(container, name, path, true);
    if (!(found.inode instanceof Directory)) throw invalidParameter('extraction point is not a directory');
    checkWritable(container, found.path);
    const place = { container, path: found.path === '/' ? '' : found.path, now: daemon.machine.clock.realtime };
    try {
      for (const entry of readTar(options.archive)) extract(place, found.inode, entry, options);
    } catch (error) {
      throw error instanceof TarError ? systemError(error.message) : error;
    }
  });
  logEvent(daemon, container, 'extract-to-dir');
}

function checkWritable({ mounts, hostConfig }: Container, path: string): void {
  const mount = [...mounts.values()].find(({ destination }) => `${path}/`.startsWith(`${destination}/`));
  if (mount?.readOnly) throw forbidden('mounted volume is marked read-only');
  if (mount === undefined && hostConfig.ReadonlyRootfs) throw forbidden('container rootfs is marked read-only');
}

interface Place {
  readonly container: Container;
  readonly path: string;
  /** µs since 1970. */
  readonly now: number;
}

function extract(place: Place, into: Directory, entry: TarEntry, options: ExtractOptions): void {
  const parts = entry.name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw systemError(`invalid tar header: "${entry.name}" is outside of "/"`);
  const name = parts.pop();
  if (name === undefined) return;
  const parent = parts.reduce((at, part) => below(at, part, place.now), into);
  const before = parent.lookup(name);
  const isDirectory = entry.type === 'directory';
  if (options.noOverwriteDirNonDir && before !== undefined && before instanceof Directory !== isDirectory) {
    const [what, other] = isDirectory ? ['non-directory', 'directory'] : ['directory', 'non-directory'];
    throw systemError(`cannot overwrite ${what} "${place.path}/${entry.name}" with ${other} "/"`);
  }
  if (isDirectory && before instanceof Directory) return dress(before, entry);
  const whole = [place.path, ...parts, name].join('/');
  if (before !== undefined && place.container.mountPoints.has(whole)) {
    throw systemError(`RemoveAll ${[...parts, name].join('/')}: device or resource busy`);
  }
  const inode = inodeOf(into, entry);
  if (inode !== undefined) parent.link(name, inode);
  parent.mtime = place.now;
}

function below(at: Directory, name: string, now: number): Directory {
  const found = at.lookup(name);
  if (found instanceof Directory) return found;
  const made = Object.assign(new Directory(), { mtime: now });
  at.link(name, made);
  return made;
}

function inodeOf(root: Directory, entry: TarEntry): Inode | undefined {
  if (entry.type === 'link') {
    const parts = entry.target.split('/').filter((part) => part !== '');
    return parts.reduce<Inode | undefined>((at, part) => (at instanceof Directory ? at.lookup(part) : undefined), root);
  }
  const made =
    entry.type === 'symlink'
      ? new Symlink(entry.target)
      : entry.type === 'directory'
        ? new Directory()
        : new RegularFile(entry.data);
  dress(made, entry);
  return made;
}

function dress(inode: Inode, { mode, uid, gid, mtime }: TarEntry): void {
  Object.assign(inode, { ...(inode instanceof Symlink ? {} : { mode }), uid, gid, mtime: mtime * 1_000_000 });
}
