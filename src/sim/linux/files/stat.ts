import type { FileType, Stat, System } from '../../kernel/syscalls.ts';
import type { Account } from '../accounts.ts';
import { modeString } from '../file-mode.ts';
import { strftime } from '../text/strftime.ts';

const TYPE_BITS: Readonly<Record<FileType, number>> = {
  ...{ file: 0o100000, directory: 0o40000, symlink: 0o120000, char: 0o20000, fifo: 0o10000, socket: 0o140000 },
};
const TYPE_NAMES: Readonly<Record<FileType, string>> = {
  ...{ file: 'regular file', directory: 'directory', symlink: 'symbolic link', char: 'character special file' },
  ...{ fifo: 'fifo', socket: 'socket' },
};
/** The device that a container's overlay has; no one can tell it from another. */
const DEVICE = 62;
const BLOCK = 4096;

/** A file that stat(1) tells of. */
export interface Described {
  readonly path: string;
  readonly stat: Stat;
  /** Where a symbolic link leads. */
  readonly target: string | undefined;
}

/** What the packages write differently. */
export interface StatStyle {
  readonly users: readonly Account[];
  readonly groups: readonly Account[];
  /** A path in quotes. */
  quoted(path: string): string;
}

/** `lstat` or `stat` of a path. */
export function describe(sys: System, path: string, follow: boolean): Described {
  const stat = follow ? sys.stat(path) : sys.lstat(path);
  return { path, stat, target: stat.type === 'symlink' ? sys.readlink(path) : undefined };
}

const typeName = ({ type, size }: Stat): string =>
  type === 'file' && size === 0 ? 'regular empty file' : TYPE_NAMES[type];

const blocksOf = ({ type, size }: Stat): number =>
  type === 'file' || type === 'directory' ? Math.ceil(size / BLOCK) * 8 : 0;

const nameOf = (accounts: readonly Account[], id: number): string =>
  accounts.find((account) => account.id === id)?.name ?? 'UNKNOWN';

const timeText = (micros: number): string => strftime('%Y-%m-%d %H:%M:%S.%N +0000', micros);

/** What stands for one letter of a format; undefined where it is none. */
function statValue(
  letter: string,
  { path, stat, target }: Described,
  style: StatStyle,
  gnu: boolean,
): string | undefined {
  const seconds = String(Math.floor(stat.mtime / 1_000_000));
  const [major, minor] = stat.device ?? [0, 0];
  const values: Readonly<Record<string, string>> = {
    a: stat.mode.toString(8),
    A: modeString(stat),
    b: String(blocksOf(stat)),
    B: '512',
    d: String(DEVICE),
    D: DEVICE.toString(16),
    f: (TYPE_BITS[stat.type] | stat.mode).toString(16),
    F: typeName(stat),
    g: String(stat.gid),
    G: nameOf(style.groups, stat.gid),
    h: String(stat.links),
    i: String(stat.inode),
    n: path,
    N: target === undefined ? (gnu ? style.quoted(path) : path) : `${style.quoted(path)} -> ${style.quoted(target)}`,
    o: String(BLOCK),
    s: String(stat.size),
    t: major.toString(16),
    T: minor.toString(16),
    u: String(stat.uid),
    U: nameOf(style.users, stat.uid),
    ...{ x: timeText(stat.mtime), y: timeText(stat.mtime), z: timeText(stat.mtime) },
    ...{ X: seconds, Y: seconds, Z: seconds, W: '0', w: '-' },
  };
  return values[letter];
}

/** A format filled in; widths and flags hold as printf(3) has them. */
export const formatStat = (format: string, file: Described, style: StatStyle, gnu: boolean): string =>
  format.replace(/%([-0]?)(\d*)(?:\.\d+)?(.)/gs, (_, flag: string, width: string, letter: string) => {
    if (letter === '%') return '%';
    const value = statValue(letter, file, style, gnu) ?? (gnu ? '?' : letter);
    return flag === '-' ? value.padEnd(Number(width)) : value.padStart(Number(width), flag === '0' ? '0' : ' ');
  });

/** What stat prints without a format. */
export function statText(file: Described, style: StatStyle, gnu: boolean): string {
  const { path, stat, target } = file;
  const name =
    target === undefined ? path : gnu ? `${path} -> ${target}` : `${style.quoted(path)} -> ${style.quoted(target)}`;
  const owner = (id: number, accounts: readonly Account[]): string =>
    `(${String(id).padStart(5)}/${nameOf(accounts, id).padStart(8)})`;
  const device = gnu ? `0,${DEVICE}` : `${DEVICE.toString(16)}h/${DEVICE}d`;
  const type =
    stat.device === undefined
      ? ''
      : `     Device type: ${stat.device.map((part) => (gnu ? part : part.toString(16))).join(',')}`;
  const octal = stat.mode.toString(8).padStart(4, '0');
  const time = timeText(stat.mtime);
  return [
    `  File: ${name}`,
    `  Size: ${String(stat.size).padEnd(10)}\tBlocks: ${String(blocksOf(stat)).padEnd(10)} IO Block: ${String(BLOCK).padEnd(6)} ${typeName(stat)}`,
    `Device: ${device}\tInode: ${String(stat.inode).padEnd(10)}  Links: ${type === '' ? stat.links : String(stat.links).padEnd(5) + type}`,
    `Access: (${octal}/${modeString(stat)})  Uid: ${owner(stat.uid, style.users)}   Gid: ${owner(stat.gid, style.groups)}`,
    ...[`Access: ${time}`, `Modify: ${time}`, `Change: ${time}`],
    ...(gnu ? [` Birth: ${time}`] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const TERSE = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %o\n';
const GNU_TERSE = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o\n';

/** The format that `-t` stands for. */
export const terseFormat = (gnu: boolean): string => (gnu ? GNU_TERSE : TERSE);
