import { isErrno } from '../../kernel/errno.ts';
import type { Inode } from '../../kernel/fs/inode.ts';
import { type Location, resolvePath } from '../../kernel/fs/path.ts';
import { notFound } from '../errors.ts';
import { linkAt } from '../volume/mount-points.ts';
import type { Container } from './container.ts';

/**
 * Does `work` on a container's files as the engine sees them: with its volumes, and without what only its processes have
 * mounted, /proc and tmpfs among it (moby/daemon/containerfs_linux.go). `work` may not wait.
 */
export function onFileSystem<T>(container: Container, work: () => T): T {
  const { mountPoints, hostConfig, mounts, root } = container;
  const tmpfs = [...mounts.values()].filter(({ type }) => type === 'tmpfs').map(({ destination }) => destination);
  const hidden = ['/proc', '/sys', '/dev', ...Object.keys(hostConfig.Tmpfs ?? {}), ...tmpfs];
  const mounted = hidden.flatMap((path) => {
    const under = mountPoints.get(path);
    const { inode } = resolvePath(root, '/', path, { pid: 0 });
    return under === undefined || inode === undefined ? [] : [{ path, under, inode }];
  });
  try {
    for (const { path, under } of mounted) linkAt(container, path, under);
    return work();
  } finally {
    for (const { path, inode } of mounted) linkAt(container, path, inode);
  }
}

/** Where a path of the container leads; its last link is followed only with `follow`. Throws `Could not find the file …`. */
export function locate(container: Container, name: string, path: string, follow: boolean): Location & { inode: Inode } {
  try {
    const found = resolvePath(container.root, '/', `/${path}`, { pid: 0 }, follow);
    if (found.inode !== undefined) return { ...found, inode: found.inode };
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  throw notFound(`Could not find the file ${path} in container ${name}`);
}
