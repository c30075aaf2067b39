import { Directory, type Inode, RegularFile, Symlink } from '../../kernel/fs/inode.ts';
import type { Container } from './container.ts';
import { layInitLayer } from './init-layer.ts';

/** As the API numbers them (moby's container.ChangeType). */
const MODIFIED = 0;
const ADDED = 1;
const DELETED = 2;

/** A path that a container has changed against its image. */
export interface Change {
  readonly path: string;
  readonly kind: 0 | 1 | 2;
  /** What stands there now. */
  readonly inode?: Inode;
}

export interface LayerSize {
  /** What the container has written, in bytes. */
  readonly SizeRw: number;
  /** That, and its image. */
  readonly SizeRootFs: number;
}

/** `docker diff`: a directory before what is in it (moby's pkg/archive, OverlayChanges). */
export function layerChanges(container: Container): Change[] {
  const base = container.image.createRoot();
  layInitLayer(base, initMoment(container));
  return changesIn(container, container.root, base, '');
}

/** What a container takes on the disk (GetContainerLayerSize): a changed file counts whole, a directory not at all. */
export function layerSize(container: Container): LayerSize {
  const files = layerChanges(container).flatMap(({ inode }) => inode ?? []);
  const counted = new Set(files.filter((inode) => !(inode instanceof Directory)));
  const SizeRw = [...counted].reduce((sum, { size }) => sum + size, 0);
  return { SizeRw, SizeRootFs: container.image.size + SizeRw };
}

/** When what is laid below a container's layer was made, µs since 1970. */
export const initMoment = ({ created }: Pick<Container, 'created'>): number => Number(created / 1000n);

/** A directory's entries by name, as the container's own layer has them: without what is mounted. */
export function layerEntries(
  { mountPoints }: Container,
  directory: Directory,
  path: string,
): (readonly [string, Inode])[] {
  return [...directory.names()].sort().flatMap((name) => {
    const inode = mountPoints.get(`${path}/${name}`) ?? directory.lookup(name);
    return inode === undefined ? [] : [[name, inode] as const];
  });
}

function changesIn(container: Container, directory: Directory, base: Directory | undefined, path: string): Change[] {
  const entries = layerEntries(container, directory, path);
  const here = new Set(entries.map(([name]) => name));
  const gone = [...(base?.names() ?? [])].filter((name) => !here.has(name));
  return [
    ...entries.flatMap(([name, inode]) => changeOf(container, inode, base?.lookup(name), `${path}/${name}`)),
    ...gone.map((name) => ({ path: `${path}/${name}`, kind: DELETED }) as const),
  ];
}

function changeOf(container: Container, inode: Inode, below: Inode | undefined, path: string): Change[] {
  const under = inode instanceof Directory ? changesIn(container, inode, asDirectory(below), path) : [];
  if (below === undefined) return [{ path, kind: ADDED, inode }, ...under];
  return under.length > 0 || differs(inode, below) ? [{ path, kind: MODIFIED, inode }, ...under] : [];
}

const asDirectory = (inode: Inode | undefined): Directory | undefined =>
  inode instanceof Directory ? inode : undefined;

/** A file is copied up whole when its contents, owner, mode or times change. */
function differs(one: Inode, other: Inode): boolean {
  if (one instanceof Symlink && other instanceof Symlink) return one.target !== other.target;
  if (one.type !== other.type || one.mode !== other.mode || one.mtime !== other.mtime) return true;
  if (one.uid !== other.uid || one.gid !== other.gid || one.size !== other.size) return true;
  return one instanceof RegularFile && other instanceof RegularFile && !sameBytes(one.data, other.data);
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => one.every((byte, at) => byte === other[at]);
