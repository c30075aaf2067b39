import { Directory, type Inode, RegularFile, Symlink } from '../../kernel/fs/inode.ts';
import { resolvePath } from '../../kernel/fs/path.ts';
import type { TarEntry } from '../../tar/entry.ts';
import { tarOf } from '../../tar/write.ts';
import type { Daemon } from '../daemon.ts';
import { rfc3339 } from '../time.ts';
import type { Container } from './container.ts';
import { locate, onFileSystem } from './file-system.ts';
import { layerEntries } from './layer.ts';
import { logEvent } from './log-event.ts';

const NOTHING = new Uint8Array(0);

/** What the API tells of a file, in the X-Docker-Container-Path-Stat header. */
export interface PathStat {
  readonly name: string;
  readonly size: number;
  /** Go's os.FileMode. */
  readonly mode: number;
  readonly mtime: string;
  readonly linkTarget: string;
}

/** Go's os.FileMode bits of the kinds of files. */
const MODE_BITS = {
  ...{ file: 0, directory: 2 ** 31, symlink: 2 ** 27, char: 2 ** 26 + 2 ** 21, fifo: 2 ** 25, socket: 2 ** 24 },
} as const;

const goMode = ({ type, mode }: Inode): number =>
  MODE_BITS[type] +
  (mode & 0o777) +
  (mode & 0o4000 ? 2 ** 23 : 0) +
  (mode & 0o2000 ? 2 ** 22 : 0) +
  (mode & 0o1000 ? 2 ** 20 : 0);

/** Go's filepath.Base of a path that may end in `/.`. */
const baseName = (path: string): string =>
  (path.endsWith('/.') ? '.' : (path.replace(/\/+$/, '').split('/').at(-1) ?? '')) || '/';

/** `HEAD /containers/{id}/archive`. */
export function statPath(container: Container, name: string, path: string): PathStat {
  return onFileSystem(container, () => statOf(container, name, path));
}

function statOf(container: Container, name: string, path: string): PathStat {
  const { inode } = locate(container, name, path, /\/\.?$/.test(path));
  const linkTarget = inode instanceof Symlink ? targetOf(container, path) : '';
  const mtime = rfc3339(BigInt(inode.mtime) * 1000n);
  return { name: baseName(path), size: inode.size, mode: goMode(inode), mtime, linkTarget };
}

/** The path that a link leads to, from the container's root. */
function targetOf(container: Container, path: string): string {
  return resolvePath(container.root, '/', `/${path}`, { pid: 0 }).path;
}

/** `GET /containers/{id}/archive`: a file or a directory with all in it, as a tar that begins with its name. */
export function archivePath(daemon: Daemon, container: Container, name: string, path: string) {
  const archive = onFileSystem(container, () => {
    const stat = statOf(container, name, path);
    const { inode } = locate(container, name, path, /\/\.?$/.test(path));
    const entries = directoryEntries(inode, baseName(path), (directory) => childrenOf(directory));
    return { stat, tar: tarOf(entries) };
  });
  logEvent(daemon, container, 'archive-path');
  return archive;
}

const childrenOf = (directory: Directory): (readonly [string, Inode])[] =>
  [...directory.names()].sort().flatMap((name) => {
    const inode = directory.lookup(name);
    return inode === undefined ? [] : [[name, inode] as const];
  });

/** `docker export`: the whole of a container but for what is mounted. */
export function exportContainer(daemon: Daemon, container: Container): Uint8Array {
  const entries = containerEntries(container);
  logEvent(daemon, container, 'export');
  return tarOf(entries);
}

/** All that a container's own layers hold. */
function containerEntries(container: Container): TarEntry[] {
  const children = (directory: Directory, path: string) =>
    layerEntries(container, directory, `/${path}`.replace(/\/$/, ''));
  return children(container.root, '').flatMap(([name, inode]) => directoryEntries(inode, name, children));
}

type Children = (directory: Directory, path: string) => readonly (readonly [string, Inode])[];

function directoryEntries(inode: Inode, name: string, children: Children): TarEntry[] {
  const entry = entryOf(inode, name);
  if (!(inode instanceof Directory)) return entry === undefined ? [] : [entry];
  const below = children(inode, name).flatMap(([child, at]) => directoryEntries(at, `${name}/${child}`, children));
  return entry === undefined ? below : [entry, ...below];
}

function entryOf(inode: Inode, name: string): TarEntry | undefined {
  const { type, mode, uid, gid } = inode;
  if (type === 'socket') return undefined;
  return {
    name: inode instanceof Directory ? `${name}/` : name,
    ...{ type, mode, uid, gid, mtime: Math.floor(inode.mtime / 1_000_000) },
    target: inode instanceof Symlink ? inode.target : '',
    data: inode instanceof RegularFile ? inode.data : NOTHING,
  };
}
