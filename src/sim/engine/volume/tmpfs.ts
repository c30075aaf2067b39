import { Directory } from '../../kernel/fs/inode.ts';
import { invalidParameter } from '../errors.ts';

/** Docker's own, before what is asked for. */
const DEFAULTS = ['noexec', 'nosuid', 'nodev'];
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['ro', 'rw'],
  ['noexec', 'exec'],
  ['nosuid', 'suid'],
  ['nodev', 'dev'],
];
const VALUES = ['mode', 'uid', 'gid', 'size', 'nr_inodes', 'nr_blocks', 'mpol'];
const WORDS = ['async', 'sync', 'atime', 'noatime', 'diratime', 'nodiratime', 'relatime', 'norelatime', 'strictatime'];
const STICKY = 0o1777;

export interface Tmpfs {
  /** New and empty, as one is at each mounting. */
  readonly root: Directory;
  /** As /proc/mounts shows them. */
  readonly options: string;
}

/** Mounts a tmpfs (moby/sys/mount MergeTmpfsOptions, and what shmem_show_options in the kernel tells of it). */
export function mountTmpfs(text: string, { readOnly = false, defaults = DEFAULTS } = {}): Tmpfs {
  const asked = [...defaults, ...text.split(','), ...(readOnly ? ['ro'] : [])].filter((option) => option !== '');
  const values = new Map<string, string>();
  const flags = new Set<string>();
  for (const option of asked) {
    const [name = '', value] = option.split('=');
    if (value !== undefined && VALUES.includes(name)) values.set(name, value);
    else if (value === undefined && (WORDS.includes(option) || OPPOSITES.flat().includes(option))) {
      for (const pair of OPPOSITES) if (pair.includes(option)) for (const word of pair) flags.delete(word);
      flags.add(option);
    } else throw invalidParameter(`invalid tmpfs option "${option}"`);
  }
  const mode = Number.parseInt(values.get('mode') ?? '1777', 8);
  const [uid, gid] = [Number(values.get('uid') ?? 0), Number(values.get('gid') ?? 0)];
  const root = Object.assign(new Directory([], mode), { uid, gid });
  const size = kilobytes(values.get('size'));
  const options = [
    flags.has('ro') ? 'ro' : 'rw',
    ...['nosuid', 'nodev', 'noexec'].filter((flag) => flags.has(flag)),
    flags.has('noatime') ? 'noatime' : 'relatime',
    ...(size === undefined ? [] : [`size=${size}k`]),
    ...(mode === STICKY ? [] : [`mode=${mode.toString(8).padStart(3, '0')}`]),
    ...(uid === 0 ? [] : [`uid=${uid}`]),
    ...(gid === 0 ? [] : [`gid=${gid}`]),
  ];
  return { root, options: options.join(',') };
}

const UNITS: Readonly<Record<string, number>> = { '': 1 / 1024, k: 1, m: 1024, g: 1024 * 1024 };

/** `64m` in whole pages, as kB. */
function kilobytes(size: string | undefined): number | undefined {
  const parts = /^(\d+)([kmg]?)$/i.exec(size ?? '');
  if (parts === null) return undefined;
  const exact = Number(parts[1]) * (UNITS[(parts[2] ?? '').toLowerCase()] ?? 1);
  return Math.ceil(exact / 4) * 4;
}
