import { Directory } from '../../kernel/fs/inode.ts';
import { type MountEntry, MountTable } from '../../kernel/fs/mount-table.ts';
import { linkAt } from '../volume/mount-points.ts';
import { mountTmpfs } from '../volume/tmpfs.ts';
import type { Container } from './container.ts';

const SAFE = 'nosuid,nodev,noexec,relatime';
/** The host's disk, where volumes and what is bound from the host lie. */
const DISK = { source: '/dev/vda1', type: 'ext4' };

/** Mounts at `now` (µs since 1970) what a container starts with, its tmpfs empty; the whole as its processes see it (moby/oci/defaults.go). */
export function mountSystem(container: Container, now: number): MountTable {
  for (const name of ['proc', 'sys', 'dev']) keepUnderlying(container, name);
  const tmpfs = newTmpfs(container, now);
  return new MountTable(() => [
    rootMount(container),
    ...kernelMounts(container),
    ...asked(container, tmpfs),
    ...protectedPaths(container),
  ]);
}

function keepUnderlying({ root, mountPoints }: Container, name: string): void {
  if (!mountPoints.has(`/${name}`)) mountPoints.set(`/${name}`, root.lookup(name) ?? new Directory());
}

function rootMount({ hostConfig, layerId, image }: Container): MountEntry {
  const mode = hostConfig.ReadonlyRootfs ? 'ro' : 'rw';
  const at = (id: string) => `/var/lib/docker/overlay2/${id}`;
  const lower = `lowerdir=${at(`${layerId}-init`)}/diff:${at(image.layerId)}/diff`;
  const options = `${mode},relatime,${lower},upperdir=${at(layerId)}/diff,workdir=${at(layerId)}/work`;
  return { source: 'overlay', target: '/', type: 'overlay', options };
}

function kernelMounts({ hostConfig }: Container): MountEntry[] {
  const sys = hostConfig.Privileged ? 'rw' : 'ro';
  const shm = Math.floor(hostConfig.ShmSize / 1024);
  return [
    { source: 'proc', target: '/proc', type: 'proc', options: `rw,${SAFE}` },
    { source: 'tmpfs', target: '/dev', type: 'tmpfs', options: 'rw,nosuid,size=65536k,mode=755' },
    {
      source: 'devpts',
      target: '/dev/pts',
      type: 'devpts',
      options: 'rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
    },
    { source: 'sysfs', target: '/sys', type: 'sysfs', options: `${sys},${SAFE}` },
    { source: 'mqueue', target: '/dev/mqueue', type: 'mqueue', options: `rw,${SAFE}` },
    ...(hostConfig.IpcMode === 'none'
      ? []
      : [{ source: 'shm', target: '/dev/shm', type: 'tmpfs', options: `rw,${SAFE},size=${shm}k` }]),
  ];
}

/** What is empty at each start. */
function newTmpfs(container: Container, now: number): MountEntry[] {
  const { hostConfig, mounts } = container;
  const mountNew = (target: string, text: string, readOnly: boolean) =>
    mountEmpty(container, now, target, { text, readOnly });
  return [
    ...Object.entries(hostConfig.Tmpfs ?? {}).map(([target, options]) => mountNew(target, options, false)),
    ...[...mounts.values()]
      .filter(({ type }) => type === 'tmpfs')
      .map(({ destination, options = '', readOnly }) => mountNew(destination, options, readOnly)),
  ];
}

/** Volumes, binds and tmpfs, the shallow ones first, then the engine's own files. */
function asked({ hostConfig, mounts }: Container, tmpfs: readonly MountEntry[]): MountEntry[] {
  const others = [...mounts.values()]
    .filter(({ type }) => type !== 'tmpfs')
    .map(({ destination: target, readOnly, volume }) => {
      const { options, ...device } = volume?.mounted?.entry ?? { ...DISK, options: 'rw,relatime' };
      return { ...device, target, options: readOnly ? options.replace(/^rw/, 'ro') : options };
    });
  const depth = ({ target }: MountEntry): number => target.split('/').length;
  const files = ['/etc/resolv.conf', '/etc/hostname', '/etc/hosts'].map((target) => ({
    ...DISK,
    target,
    options: hostConfig.ReadonlyRootfs ? 'ro,relatime' : 'rw,relatime',
  }));
  return [...[...tmpfs, ...others].sort((a, b) => depth(a) - depth(b)), ...files];
}

function mountEmpty(
  container: Container,
  now: number,
  target: string,
  { text, readOnly }: { text: string; readOnly: boolean },
): MountEntry {
  const { root, options } = mountTmpfs(text, { readOnly });
  root.mtime = now;
  linkAt(container, target, root);
  return { source: 'tmpfs', target, type: 'tmpfs', options };
}

/** Paths of /proc that processes may read only; the masked ones are not there at all. */
function protectedPaths({ hostConfig }: Container): MountEntry[] {
  return (hostConfig.ReadonlyPaths ?? [])
    .filter((path) => path !== '/proc/sysrq-trigger')
    .map((target) => ({ source: 'proc', target, type: 'proc', options: `ro,${SAFE}` }));
}
