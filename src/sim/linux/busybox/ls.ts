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
import { applet } from './applet.ts';
import { wholeNumber } from './number.ts';

/** A file that is listed: what it is called in the listing, and where it is. */
interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: Stat;
}

/** One run of ls (coreutils/ls.c). */
class Listing {
  readonly #call: Call;
  readonly #users: readonly Account[];
  readonly #groups: readonly Account[];
  readonly #width: number;
  readonly #columns: boolean;
  status = 0;

  constructor(call: Call, users: readonly Account[], groups: readonly Account[]) {
    const { sys, options } = call;
    this.#call = call;
    this.#users = users;
    this.#groups = groups;
    const terminal = sys.isatty(1) ? sys.winsize(1).columns : 80;
    this.#width = wholeNumber(options.value('w') ?? String(terminal));
    const shape = options.last('1', 'C', 'x', 'l', 'full-time');
    this.#columns = shape === 'C' || shape === 'x' || (shape === undefined && (sys.isatty(1) || options.has('w')));
  }

  has(key: string): boolean {
    return this.#call.options.has(key);
  }

  get long(): boolean {
    return this.has('l') || this.has('n') || this.has('full-time');
  }

  /** What a path leads to, or undefined (and a complaint) where that cannot be said. */
  *entry(name: string, path: string, follow: boolean): Task<Entry | undefined> {
    const { sys } = this.#call;
    try {
      return { name, path, stat: follow ? sys.stat(path) : sys.lstat(path) };
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#call.warn(`${path}: ${error.message}`);
      this.status = 1;
      return undefined;
    }
  }

  *directory(path: string): Task<Entry[] | undefined> {
    try {
      const names = this.#call.sys
        .readdir(path)
        .filter((name) => !name.startsWith('.') || this.has('a') || this.has('A'));
      const own = this.has('a') ? ['.', '..'] : [];
      const entries: Entry[] = [];
      for (const name of [...own, ...names]) {
        const entry = yield* this.entry(name, `${path.replace(/\/$/, '')}/${name}`, this.has('L'));
        if (entry !== undefined) entries.push(entry);
      }
      return this.sorted(entries);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#call.warn(`can't open '${path}': ${error.message}`);
      this.status = 1;
      return undefined;
    }
  }

  sorted(entries: readonly Entry[]): Entry[] {
    const extension = (name: string): string => name.slice(name.lastIndexOf('.') + 1 || name.length);
    const key = this.#call.options.last('S', 'X', 'v', 't');
    const compare = (a: Entry, b: Entry): number => {
      if (this.has('group-directories-first')) {
        const first = Number(b.stat.type === 'directory') - Number(a.stat.type === 'directory');
        if (first !== 0) return this.has('r') ? -first : first;
      }
      const chosen =
        key === 'S'
          ? b.stat.size - a.stat.size
          : key === 't'
            ? b.stat.mtime - a.stat.mtime
            : key === 'X'
              ? compareBytes(extension(a.name), extension(b.name))
              : key === 'v'
                ? compareVersions(a.name, b.name)
                : 0;
      return chosen || compareBytes(a.name, b.name);
    };
    const sorted = [...entries].sort(compare);
    return this.has('r') ? sorted.reverse() : sorted;
  }

  *show(entries: readonly Entry[]): Task<void> {
    if (!this.#columns) return yield* this.#call.print(entries.map((entry) => `${this.#line(entry)}\n`).join(''));
    const cells = entries.map((entry) => this.#line(entry));
    const extra = 2 + (this.has('i') ? 8 : 0) + (this.has('s') ? 5 : 0);
    const longest = Math.max(0, ...entries.map(({ name }) => [...this.#quoted(name)].length)) + extra;
    const columns = Math.max(1, Math.floor(this.#width / longest));
    const rows = Math.ceil(cells.length / columns);
    const lines = Array.from({ length: rows }, (_, row) => {
      const picked = Array.from({ length: columns }, (_, column) =>
        this.has('x') ? cells[row * columns + column] : cells[column * rows + row],
      ).filter((cell) => cell !== undefined);
      return picked.map((cell, i) => (i === picked.length - 1 ? cell : cell.padEnd(longest))).join('');
    });
    yield* this.#call.print(lines.map((line) => `${line}\n`).join(''));
  }

  #quoted(name: string): string {
    return this.has('Q') ? `"${name.replace(/["\\]/g, '\\$&')}"` : name;
  }

  #line({ name, path, stat }: Entry): string {
    const number = this.has('i') ? `${String(stat.inode).padStart(7)} ` : '';
    const size = Math.ceil(stat.size / 4096) * 4;
    const blocks = this.has('s') ? `${stat.type === 'symlink' ? '     0' : String(size).padStart(6)} ` : '';
    const mark = this.has('F') ? typeIndicator(stat) : this.has('p') && stat.type === 'directory' ? '/' : '';
    const target = this.long && stat.type === 'symlink' ? ` -> ${this.#call.sys.readlink(path)}` : '';
    const long = this.long ? this.#longColumns(stat) : '';
    return `${number}${blocks}${long}${this.#quoted(name)}${target === '' ? mark : target}`;
  }

  #longColumns(stat: Stat): string {
    const named = (accounts: readonly Account[], id: number): string =>
      ((!this.has('n') && accounts.find((account) => account.id === id)?.name) || String(id)).padEnd(8);
    const owners = `${named(this.#users, stat.uid)} ${named(this.#groups, stat.gid)}`;
    const size =
      stat.type === 'char'
        ? `${String(stat.device?.[0] ?? 0).padStart(4)}, ${String(stat.device?.[1] ?? 0).padStart(3)}`
        : this.has('h')
          ? humanSize(stat.size).padStart(9)
          : String(stat.size).padStart(9);
    return `${modeString(stat)} ${String(stat.links).padStart(4)} ${owners} ${size} ${this.#time(stat.mtime)} `;
  }

  #time(mtime: number): string {
    const time = breakDown(mtime);
    const two = (value: number): string => String(value).padStart(2, '0');
    const clock = `${two(time.hour)}:${two(time.minute)}`;
    if (this.has('full-time'))
      return `${time.year}-${two(time.month)}-${two(time.day)} ${clock}:${two(time.second)} +0000`;
    const day = `${MONTHS[time.month - 1]?.slice(0, 3)} ${String(time.day).padStart(2)}`;
    const age = (this.#call.sys.realtime() - mtime) / 1e6;
    return age < (3600 * 24 * 365) / 2 && age > -15 * 60
      ? `${day} ${clock}`
      : `${day} ${String(time.year).padStart(5)}`;
  }
}

/** Lists directories one after another, each under its name where there is more than one to see. */
function* listDirectories(call: Call, listing: Listing, directories: readonly Entry[], titled: boolean): Task<void> {
  let first = true;
  for (const { path } of directories) {
    const entries = yield* listing.directory(path);
    if (entries === undefined) continue;
    const total = listing.long || listing.has('s') ? totalLine(entries) : '';
    if (titled) yield* call.print(`${first ? '' : '\n'}${path}:\n`);
    yield* call.print(total);
    yield* listing.show(entries);
    first = false;
    if (!listing.has('R')) continue;
    const below = entries.filter(({ name, stat }) => stat.type === 'directory' && name !== '.' && name !== '..');
    if (below.length > 0) yield* call.print('\n');
    yield* listDirectories(call, listing, below, true);
  }
}

const totalLine = (entries: readonly Entry[]): string =>
  `total ${entries.reduce((sum, { stat }) => sum + (stat.type === 'symlink' ? 0 : Math.ceil(stat.size / 4096) * 4), 0)}\n`;

/** ls: lists directories. */
export const ls = applet({
  short: '1AaCxdLHRFplinshrSXvctuw:gQ',
  long: { color: 'color::', 'full-time': 'full-time', 'group-directories-first': 'group-directories-first' },
  lacks: ['c', 'u', 'g'],
  *run(call) {
    const listing = new Listing(call, yield* readUsers(call.sys), yield* readGroups(call.sys));
    const paths = call.operands.length > 0 ? call.operands : ['.'];
    const follow = !listing.has('d') && !listing.long && !listing.has('F');
    const found: Entry[] = [];
    for (const path of paths) {
      const entry = yield* listing.entry(path, path, follow || listing.has('H') || listing.has('L'));
      if (entry !== undefined) found.push(entry);
    }
    const isListed = ({ stat }: Entry): boolean => stat.type === 'directory' && !listing.has('d');
    const files = listing.sorted(found.filter((entry) => !isListed(entry)));
    if (files.length > 0) yield* listing.show(files);
    const directories = listing.sorted(found.filter(isListed));
    if (files.length > 0 && directories.length > 0) yield* call.print('\n');
    yield* listDirectories(call, listing, directories, paths.length > 1 || listing.has('R'));
    return listing.status;
  },
});
