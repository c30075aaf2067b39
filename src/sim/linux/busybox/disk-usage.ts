import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';

/** Blocks of the simulated file systems, in bytes. */
const BLOCK = 4096;

/** What has been told of a tree of files: a path with the kilobytes below it, its own included. */
export interface DiskUsage {
  readonly path: string;
  readonly size: number;
  readonly directory: boolean;
  readonly depth: number;
}

const IN_MEMORY = ['proc', 'sysfs'];

/** Where the kernel's own trees are, which take no room. */
export function weightless(mounts: string): (path: string) => boolean {
  const roots = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, , type = '']) => IN_MEMORY.includes(type))
    .map(([, target]) => target);
  return (path) => roots.includes(path);
}

/** The files below `path`, each directory behind what is in it (du(1)). Throws ENOENT. @param skip is it left out? */
export function diskUsage(sys: System, path: string, skip: (path: string) => boolean = () => false): DiskUsage[] {
  const found: DiskUsage[] = [];
  const walk = (at: string, depth: number): number => {
    const { type, size: bytes } = sys.lstat(at);
    let size = type === 'file' || type === 'directory' ? Math.ceil(bytes / BLOCK) * (BLOCK / 1024) : 0;
    const directory = type === 'directory';
    for (const name of directory ? children(sys, at) : []) {
      const below = `${at.replace(/\/$/, '')}/${name}`;
      if (!skip(below.replace(/^\.\//, '/'))) size += walk(below, depth + 1);
    }
    found.push({ path: at, size, directory, depth });
    return size;
  };
  walk(path, 0);
  return found;
}

function children(sys: System, path: string): readonly string[] {
  try {
    return sys.readdir(path);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}
