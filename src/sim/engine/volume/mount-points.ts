import { Directory, type Inode, RegularFile } from '../../kernel/fs/inode.ts';
import { resolvePath } from '../../kernel/fs/path.ts';
import { makeDirectories } from '../../kernel/fs/tree.ts';
import type { MountRequest } from '../container/config.ts';
import type { Container } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { invalidParameter } from '../errors.ts';
import type { Mount } from './mount.ts';
import { checkMode, clean, type MountSpec, mountSpecs } from './mount-spec.ts';
import { isPlain, mountpointOf, type Volume } from './volumes.ts';

/** Mounts all that the container asks for: what others have, binds, `--mount`s and volumes (registerMountPoints). */
export function mountAll(daemon: Daemon, container: Container): void {
  const { hostConfig, config } = container;
  for (const spec of hostConfig.VolumesFrom ?? []) mountFrom(daemon, container, spec);
  const asked = new Set<string>();
  for (const spec of mountSpecs(hostConfig)) {
    const destination = clean(spec.target);
    if (asked.has(destination)) throw invalidParameter(`Duplicate mount point: ${spec.target}`);
    asked.add(destination);
    place(container, makeMount(daemon, container, spec, destination));
  }
  for (const target of Object.keys(config.Volumes ?? {})) {
    const destination = clean(target);
    if (!container.mounts.has(destination)) place(container, anonymousVolume(daemon, container, destination));
  }
}

/** `--volumes-from CONTAINER[:MODE]`. */
function mountFrom(daemon: Daemon, container: Container, spec: string): void {
  const [name = '', mode = 'rw'] = spec.split(/:(.*)/);
  checkMode(mode);
  const donor = daemon.containers.named(name);
  const readOnly = mode.split(',').includes('ro');
  for (const mount of donor.mounts.values()) {
    mount.volume?.users.add(container.id);
    place(container, { ...mount, readOnly: mount.readOnly || readOnly });
  }
}

function makeMount(daemon: Daemon, container: Container, spec: MountSpec, destination: string): Mount {
  const { type, source, mode, readOnly, propagation } = spec;
  const made = { type, source, destination, mode, readOnly, propagation };
  if (type === 'tmpfs') return { ...made, options: tmpfsOptions(spec.request?.TmpfsOptions) };
  if (type === 'bind') return { ...made, inode: hostInode(daemon, spec) };
  return { ...made, ...volumeFor(daemon, container, spec, destination), mode: mode || 'z' };
}

function tmpfsOptions({ SizeBytes, Mode, Options = [] }: NonNullable<MountRequest['TmpfsOptions']> = {}): string {
  const sized = SizeBytes ? [`size=${SizeBytes}`] : [];
  const moded = Mode ? [`mode=${Mode.toString(8)}`] : [];
  return [...sized, ...moded, ...Options.map((option) => option.join('='))].join(',');
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

function volumeFor(daemon: Daemon, container: Container, spec: Partial<MountSpec>, destination: string) {
  const { VolumeOptions: options } = spec.request ?? {};
  const volume = daemon.volumes.create({
    Name: spec.source ?? '',
    Driver: options?.DriverConfig?.Name || container.hostConfig.VolumeDriver,
    DriverOpts: options?.DriverConfig?.Options ?? null,
    Labels: options?.Labels ?? null,
  });
  volume.users.add(container.id);
  if ((spec.copy ?? true) && isPlain(volume)) copyUp(volume, container, destination);
  return { volume, source: mountpointOf(volume), inode: volume.data };
}

function anonymousVolume(daemon: Daemon, container: Container, destination: string): Mount {
  const made = { type: 'volume', destination, mode: '', readOnly: false, propagation: '' } as const;
  return { ...made, ...volumeFor(daemon, container, {}, destination) };
}

/** A volume that is empty takes over what the image has at its place. */
function copyUp(volume: Volume, container: Container, destination: string): void {
  if (volume.data.names().length > 0) return;
  const image = makeDirectories(container.root, destination);
  for (const name of image.names()) volume.data.link(name, image.lookup(name) as Inode);
}

function place(container: Container, mount: Mount): void {
  container.mounts.set(mount.destination, mount);
  if (mount.inode === undefined) makeDirectories(container.root, mount.destination);
  else linkAt(container, mount.destination, mount.inode);
}

/** Puts `inode` at a path of the container, over what is there. */
export function linkAt({ root, mountPoints }: Container, path: string, inode: Inode): void {
  const parts = path.split('/').filter((part) => part !== '');
  const name = parts.pop() ?? '';
  const parent = makeDirectories(root, parts.join('/'));
  if (!mountPoints.has(path)) mountPoints.set(path, parent.lookup(name) ?? emptyLike(inode));
  parent.link(name, inode);
}

/** What is made for something to be mounted on. */
const emptyLike = (inode: Inode): Inode =>
  inode.type === 'directory' ? new Directory() : new RegularFile(new Uint8Array());

/** Gives the volumes back when the container is removed; its anonymous ones go with it where that was asked for. */
export function unmountAll(daemon: Daemon, container: Container, removeVolumes: boolean): void {
  for (const { volume } of container.mounts.values()) {
    if (volume === undefined) continue;
    volume.users.delete(container.id);
    const goes = removeVolumes && daemon.volumes.isAnonymous(volume) && volume.users.size === 0;
    if (goes) daemon.volumes.remove(volume.name, true);
  }
}
