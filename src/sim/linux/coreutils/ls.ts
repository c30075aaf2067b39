import { MONTHS } from '../../calendar.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { Stat } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Account, readGroups, readUsers } from '../accounts.ts';
import type { Call } from '../call.ts';
import { modeString, typeIndicator } from '../file-mode.ts';
import { breakDown } from '../gmtime.ts';
import { humanSize } from '../human-size.ts';
import { compareBytes, compareVersions } from '../text/compare.ts';
import { inColumns } from './columns.ts';
import { gnu } from './gnu.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: Stat;
}

const blocksOf = ({ type, size }: Stat): number => (type === 'symlink' ? 0 : Math.ceil(size / 4096) * 4);
const two = (value: number): string => String(value).padStart(2, '0');

/** One run of GNU's ls. */
class Listing {
  readonly #call: Call;
  readonly #users: readonly Account[];
  readonly #groups: readonly Account[];
  status = 0;

  constructor(call: Call, users: readonly Account[], groups: readonly Account[]) {
    this.#call = call;
    this.#users = users;
    this.#groups = groups;
  }

  has(key: string): boolean {
    return this.#call.options.has(key);
  }

  get long(): boolean {
    return this.has('l') || this.has('n') || this.has('o') || this.has('g');
  }

  /** What a path leads to, or undefined (and a complaint) where that cannot be said; `status` is how bad that is. */
  *entry(name: string, path: string, follow: boolean, status: number): Task<Entry | undefined> {
    const { sys } = this.#call;
    try {
      return { name, path, stat: follow ? sys.stat(path) : sys.lstat(path) };
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#call.warn(`cannot access '${path}': ${error.message}`);
      this.status = Math.max(this.status, status);
      return undefined;
    }
  }

  *directory(path: string): Task<Entry[] | undefined> {
    try {
      const all = this.has('a');
      const names = this.#call.sys.readdir(path).filter((name) => !name.startsWith('.') || all || this.has('A'));
      const entries: Entry[] = [];
      for (const name of [...(all ? ['.', '..'] : []), ...names]) {
        const entry = yield* this.entry(name, `${path.replace(/\/$/, '')}/${name}`, this.has('L'), 1);
        if (entry !== undefined) entries.push(entry);
      }
      return this.sorted(entries);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#call.warn(`cannot open directory '${path}': ${error.message}`);
      this.status = 2;
      return undefined;
    }
  }

  sorted(entries: readonly Entry[]): Entry[] {
    const key = this.#call.options.last('S', 't', 'v', 'U');
    const compare = (a: Entry, b: Entry): number => {
      if (key === 'S') return b.stat.size - a.stat.size || compareBytes(a.name, b.name);
      if (key === 't') return b.stat.mtime - a.stat.mtime || compareBytes(a.name, b.name);
      return key === 'v' ? compareVersions(a.name, b.name) : compareBytes(a.name, b.name);
    };
    const sorted = key === 'U' ? [...entries] : [...entries].sort(compare);
    return this.has('r') ? sorted.reverse() : sorted;
  }

  *show(entries: readonly Entry[]): Task<void> {
    const { sys, options } = this.#call;
    const names = entries.map((entry) => this.#name(entry));
    if (this.long) {
      const rows = entries.map(({ stat }) => this.#columns(stat));
      const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)));
      const lines = rows.map((row, i) => this.#longLine(entries[i] as Entry, row, widths, names[i] as string));
      return yield* this.#call.print(lines.join(''));
    }
    const shape = options.last('1', 'C', 'x', 'm');
    if (shape === '1' || (shape === undefined && !sys.isatty(1)))
      return yield* this.#call.print(names.map((name) => `${name}\n`).join(''));
    const width = Number(options.value('w') ?? (sys.isatty(1) ? sys.winsize(1).columns : 80));
    yield* this.#call.print(inColumns(names, width, shape === 'x'));
  }

  #name({ name, stat }: Entry): string {
    const mark = this.has('F') ? typeIndicator(stat) : this.has('p') && stat.type === 'directory' ? '/' : '';
    const inode = this.has('i') ? `${stat.inode} ` : '';
    const blocks = this.has('s') ? `${blocksOf(stat)} ` : '';
    const quoted =
      this.#call.sys.isatty(1) && /[\s'"$*?&;|<>()[\]{}!#~`\\]/.test(name)
        ? `'${name.replaceAll("'", "'\\''")}'`
        : name;
    return `${inode}${blocks}${quoted}${mark}`;
  }

  /** Links, owner, group, size. */
  #columns(stat: Stat): string[] {
    const named = (accounts: readonly Account[], id: number): string =>
      (!this.has('n') && accounts.find((account) => account.id === id)?.name) || String(id);
    const size =
      stat.type === 'char'
        ? `${stat.device?.[0]}, ${stat.device?.[1]}`
        : this.has('h')
          ? humanSize(stat.size)
          : String(stat.size);
    return [String(stat.links), named(this.#users, stat.uid), named(this.#groups, stat.gid), size];
  }

  #longLine({ path, stat }: Entry, row: readonly string[], widths: readonly number[], name: string): string {
    const [links = '', owner = '', group = '', size = ''] = row;
    const [l = 0, o = 0, g = 0, s = 0] = widths;
    const target = stat.type === 'symlink' ? ` -> ${this.#call.sys.readlink(path)}` : '';
    const owners = `${this.has('g') ? '' : `${owner.padEnd(o)} `}${this.has('o') ? '' : `${group.padEnd(g)} `}`;
    return `${modeString(stat)} ${links.padStart(l)} ${owners}${size.padStart(s)} ${this.#time(stat.mtime)} ${name}${target}\n`;
  }

  #time(mtime: number): string {
    const time = breakDown(mtime);
    const day = `${MONTHS[time.month - 1]?.slice(0, 3)} ${String(time.day).padStart(2)}`;
    const age = this.#call.sys.realtime() - mtime;
    const recent = age < 15_778_476_000_000 && age >= 0;
    return recent ? `${day} ${two(time.hour)}:${two(time.minute)}` : `${day}  ${time.year}`;
  }
}

function* listDirectories(
  call: Call,
  listing: Listing,
  directories: readonly Entry[],
  titled: boolean,
  after: boolean,
): Task<void> {
  let separated = after;
  for (const { path } of directories) {
    const entries = yield* listing.directory(path);
    if (entries === undefined) continue;
    if (titled) yield* call.print(`${separated ? '\n' : ''}${path}:\n`);
    if (listing.long || listing.has('s'))
      yield* call.print(`total ${entries.reduce((sum, { stat }) => sum + blocksOf(stat), 0)}\n`);
    yield* listing.show(entries);
    separated = true;
    const below = entries.filter(({ name, stat }) => stat.type === 'directory' && name !== '.' && name !== '..');
    if (listing.has('R')) yield* listDirectories(call, listing, below, true, true);
  }
}

/** ls: lists directories. */
export const ls = gnu({
  short: '1aAbBcCdDfFgGhHiI:klLmnNopqQrRsStT:uUvw:xXZ',
  long: {
    all: 'a',
    'almost-all': 'A',
    directory: 'd',
    'human-readable': 'h',
    inode: 'i',
    'numeric-uid-gid': 'n',
    reverse: 'r',
    recursive: 'R',
    size: 's',
    color: 'color::',
    classify: 'F',
  },
  lacks: ['b', 'B', 'c', 'D', 'f', 'G', 'H', 'I', 'k', 'm', 'N', 'q', 'Q', 'T', 'u', 'X', 'Z', 'color'],
  misuse: 2,
  *run(call) {
    const listing = new Listing(call, yield* readUsers(call.sys), yield* readGroups(call.sys));
    const paths = call.operands.length > 0 ? call.operands : ['.'];
    const follow = !listing.has('d') && !listing.long && !listing.has('F');
    const found: Entry[] = [];
    for (const path of paths) {
      const entry = yield* listing.entry(path, path, follow || listing.has('L'), 2);
      if (entry !== undefined) found.push(entry);
    }
    const listed = ({ stat }: Entry): boolean => stat.type === 'directory' && !listing.has('d');
    const files = listing.sorted(found.filter((entry) => !listed(entry)));
    if (files.length > 0) yield* listing.show(files);
    const directories = listing.sorted(found.filter(listed));
    yield* listDirectories(call, listing, directories, paths.length > 1 || listing.has('R'), files.length > 0);
    return listing.status;
  },
});
