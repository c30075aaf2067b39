import { Directory, type Inode } from '../../kernel/fs/inode.ts';
import { resolvePath } from '../../kernel/fs/path.ts';
import { makeDirectories } from '../../kernel/fs/tree.ts';
import type { Container } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { invalidParameter } from '../errors.ts';
import type { Mount } from './mount.ts';
import { mountpointOf, type Volume } from './volumes.ts';

interface MountSpec {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  readonly source: string;
  readonly target: string;
  readonly mode: string;
  /** Make what is missing of a bind's source: `-v` does, `--mount` does not. */
  readonly createSource: boolean;
}

const invalidSpec = (raw: string) => invalidParameter(`invalid volume specification: '${raw}'`);

/** `-v`: SOURCE:TARGET[:MODE], or a target alone (moby/volume/mounts/linux_parser.go). */
function parseBind(raw: string): MountSpec {
  const [first = '', second, mode = '', ...rest] = raw.split(':');
  if (first === '' || second === '' || rest.length > 0) throw invalidSpec(raw);
  const [source, target] = second === undefined ? ['', first] : [first, second];
  if (!target.startsWith('/'))
    throw invalidParameter(
      `${invalidSpec(raw).message}: invalid mount config for type "volume": invalid mount path: '${target}' mount path must be absolute`,
    );
  return { type: source.startsWith('/') ? 'bind' : 'volume', source, target, mode, createSource: true };
}

/** Mounts all that the container asks for: binds, `--mount`s and volumes. */
export function mountAll(daemon: Daemon, container: Container): void {
  const { hostConfig, config } = container;
  const specs: MountSpec[] = [
    ...(hostConfig.Binds ?? []).map(parseBind),
    ...(hostConfig.Mounts ?? []).map(({ Type = 'volume', Source = '', Target = '' }) => {
      return { type: Type, source: Source, target: Target, mode: '', createSource: false };
    }),
  ];
  for (const spec of specs) {
    const destination = clean(spec.target);
    if (container.mounts.has(destination)) throw invalidParameter(`Duplicate mount point: ${spec.target}`);
    place(container, makeMount(daemon, container, spec, destination));
  }
  for (const target of Object.keys(config.Volumes ?? {})) {
    const destination = clean(target);
    if (!container.mounts.has(destination)) place(container, volumeMount(daemon, container, '', destination, ''));
  }
}

const clean = (path: string): string =>
  `/${path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`;

function makeMount(daemon: Daemon, container: Container, spec: MountSpec, destination: string): Mount {
  if (spec.type === 'tmpfs')
    return { type: 'tmpfs', source: '', destination, mode: '', inode: new Directory([], 0o1777) };
  if (spec.type === 'volume') return volumeMount(daemon, container, spec.source, destination, spec.mode || 'z');
  const inode = hostInode(daemon, spec);
  return { type: 'bind', source: spec.source, destination, mode: spec.mode, inode };
}

function hostInode(daemon: Daemon, { source, createSource }: MountSpec): Inode {
  const { root } = daemon.machine.namespaces;
  try {
    const { inode } = resolvePath(root, '/', source, { pid: 0 });
    if (inode !== undefined) return inode;
  } catch {
    // A part of the path is missing: as if the end of it were.
  }
  if (createSource) return makeDirectories(root, source);
  throw invalidParameter(`invalid mount config for type "bind": bind source path does not exist: ${source}`);
}

function volumeMount(daemon: Daemon, container: Container, name: string, destination: string, mode: string): Mount {
  const volume = daemon.volumes.create({ Name: name, Driver: container.hostConfig.VolumeDriver });
  volume.users.add(container.id);
  copyUp(volume, container, destination);
  return { type: 'volume', volume, source: mountpointOf(volume), destination, mode, inode: volume.data };
}

/** A volume that is empty takes over what the image has at its place. */
function copyUp(volume: Volume, container: Container, destination: string): void {
  if (volume.data.names().length > 0) return;
  const image = makeDirectories(container.root, destination);
  for (const name of image.names()) volume.data.link(name, image.lookup(name) as Inode);
}

function place(container: Container, mount: Mount): void {
  const parts = mount.destination.split('/').filter((part) => part !== '');
  const name = parts.pop();
  if (name === undefined) throw invalidParameter("invalid mount config: destination can't be '/'");
  makeDirectories(container.root, parts.join('/')).link(name, mount.inode);
  container.mounts.set(mount.destination, mount);
}

/** Gives the volumes back when the container is removed; its anonymous ones go with it where that was asked for. */
export function unmountAll(daemon: Daemon, container: Container, removeVolumes: boolean): void {
  for (const { volume } of container.mounts.values()) {
    if (volume === undefined) continue;
    volume.users.delete(container.id);
    const goes = removeVolumes && daemon.volumes.isAnonymous(volume) && volume.users.size === 0;
    if (goes) daemon.volumes.remove(volume.name, true);
  }
}

/** What is told of each volume when its container starts and ends. */
export function logVolumes(daemon: Daemon, container: Container, action: 'mount' | 'unmount'): void {
  for (const { volume, destination } of container.mounts.values()) {
    if (volume === undefined) continue;
    const where = { destination, 'read/write': 'true', propagation: '' };
    const attributes = { container: container.id, driver: 'local', ...(action === 'mount' && where) };
    daemon.events.log('volume', action, volume.name, attributes);
  }
}
