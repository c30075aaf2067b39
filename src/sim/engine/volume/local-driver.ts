import { Directory } from '../../kernel/fs/inode.ts';
import { resolvePath } from '../../kernel/fs/path.ts';
import type { Container } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { EngineError, notSimulated, systemError } from '../errors.ts';
import { linkAt } from './mount-points.ts';
import { mountTmpfs } from './tmpfs.ts';
import { isPlain, mountpointOf, type Volume } from './volumes.ts';

/** mount(2)'s flags, as `-o o=…` names them. */
const FLAGS: Readonly<Record<string, number>> = {
  ...{ ro: 0x1, nosuid: 0x2, nodev: 0x4, noexec: 0x8, sync: 0x10, noatime: 0x400, nodiratime: 0x800 },
  ...{ bind: 0x1000, rbind: 0x5000, relatime: 0x200000, strictatime: 0x1000000 },
};

/** What a volume with options is mounted from, while a container runs that has it. */
export interface MountedVolume {
  readonly root: Directory;
  /** As /proc/mounts shows it; undefined for a directory of the host's disk. */
  readonly entry: { readonly source: string; readonly type: string; readonly options: string } | undefined;
  readonly users: Set<string>;
}

/** A container starts: its volumes are mounted, and that is told (moby volume/local, Mount). Throws, with those mounted that were before. */
export function mountVolumes(daemon: Daemon, container: Container): void {
  for (const { volume, destination, readOnly } of container.mounts.values()) {
    if (volume === undefined) continue;
    if (!isPlain(volume)) attach(daemon, container, volume, destination);
    const where = { destination, 'read/write': String(!readOnly), propagation: '' };
    daemon.events.log('volume', 'mount', volume.name, { container: container.id, driver: 'local', ...where });
  }
}

/** It has ended, or could not be started. */
export function unmountVolumes(daemon: Daemon, container: Container): void {
  for (const { volume, destination } of container.mounts.values()) {
    if (volume === undefined) continue;
    if (volume.mounted?.users.delete(container.id)) detach(daemon, container, volume, destination);
    daemon.events.log('volume', 'unmount', volume.name, { container: container.id, driver: 'local' });
  }
}

function attach(daemon: Daemon, container: Container, volume: Volume, destination: string): void {
  volume.mounted ??= mountNew(daemon, volume);
  const { root, entry, users } = volume.mounted;
  users.add(container.id);
  linkAt(container, destination, root);
  volume.directory.link('_data', root);
  if (entry !== undefined) daemon.machine.namespaces.mounts.add({ ...entry, target: mountpointOf(volume) });
}

function detach(daemon: Daemon, container: Container, volume: Volume, destination: string): void {
  linkAt(container, destination, volume.data);
  if (volume.mounted?.users.size) return;
  volume.mounted = undefined;
  volume.directory.link('_data', volume.data);
  daemon.machine.namespaces.mounts.remove(mountpointOf(volume));
}

function mountNew(daemon: Daemon, volume: Volume): MountedVolume {
  const { type = '', device = '', o = '' } = volume.options ?? {};
  const words = o.split(',').filter((word) => word !== '');
  const failed = (why: string): EngineError => mountError(volume, device, words, why);
  const users = new Set<string>();
  if (words.includes('bind') || words.includes('rbind')) {
    return { root: hostDirectory(daemon, device, failed), entry: undefined, users };
  }
  if (type !== 'tmpfs') {
    if (device.startsWith('/')) hostDirectory(daemon, device, failed);
    throw notSimulated(`les volumes de type « ${type} » ne se montent pas ici.`);
  }
  try {
    const { root, options } = mountTmpfs(o, { defaults: [] });
    root.mtime = daemon.machine.clock.realtime;
    return { root, entry: { source: device, type, options }, users };
  } catch (error) {
    throw error instanceof EngineError ? failed('invalid argument') : error;
  }
}

/** moby/sys/mount's words for what mount(2) refuses. */
function mountError(volume: Volume, device: string, words: readonly string[], why: string): EngineError {
  const target = mountpointOf(volume);
  const flags = words.reduce((sum, word) => sum | (FLAGS[word] ?? 0), 0);
  const data = words.filter((word) => FLAGS[word] === undefined).join(',');
  const parts = [
    `mount ${device}:${target}`,
    ...(flags === 0 ? [] : [`flags: 0x${flags.toString(16)}`]),
    ...(data === '' ? [] : [`data: ${data}`]),
  ];
  return systemError(
    `error while mounting volume '${target}': failed to mount local volume: ${parts.join(', ')}: ${why}`,
  );
}

function hostDirectory(daemon: Daemon, path: string, failed: (why: string) => EngineError): Directory {
  const { inode } = resolvePath(daemon.machine.namespaces.root, '/', path, { pid: 0 });
  if (inode === undefined) throw failed('no such file or directory');
  if (inode instanceof Directory) return inode;
  throw failed('not a directory');
}
