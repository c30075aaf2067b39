import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { TarEntry } from '../../tar/entry.ts';
import { attempt, FileError, makeEntry, readToEnd, readTree, statOf, writeFile } from '../../tar/files.ts';
import { readTar, TarError } from '../../tar/read.ts';
import { tarOf } from '../../tar/write.ts';
import { type Account, readGroups, readUsers } from '../accounts.ts';
import { type Call, Failure } from '../call.ts';

/** What GNU's tar and BusyBox's say differently. */
export interface Dialect {
  /** An archive fills whole records of this many bytes. */
  readonly record: number;
  /** A line of `tar tv`. */
  long(entry: TarEntry): string;
  cannotOpen(path: string, reason: string): string;
  cannotRead(path: string, reason: string): string;
  notFound(name: string): string;
  readonly leadingSlash: string;
  readonly noArchive: string;
  /** Said at the end, after what went wrong before: in packing, and in unpacking. */
  readonly atTheEnd: { readonly packing: string; readonly unpacking?: string };
  readonly badStatus: number;
}

/** tar: packs files into one, lists and unpacks them. */
export function* runTar(call: Call, dialect: Dialect): Task<number> {
  const { options, sys } = call;
  const directory = options.value('C');
  const archive = options.value('f') ?? '-';
  const inside = !options.has('c') && archive !== '-' ? yield* readArchive(call, dialect, archive) : undefined;
  if (directory !== undefined) {
    try {
      sys.chdir(directory);
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new Failure(dialect.cannotOpen(directory, error.message), dialect.badStatus);
    }
  }
  if (options.has('c')) return yield* create(call, dialect, archive);
  const entries = entriesOf(inside ?? (yield* readToEnd(sys, 0)), dialect);
  return yield* each(call, dialect, entries);
}

function* readArchive(call: Call, dialect: Dialect, path: string): Task<Uint8Array> {
  const { sys } = call;
  try {
    const fd = sys.open(path);
    const archive = yield* readToEnd(sys, fd);
    sys.close(fd);
    return archive;
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(dialect.cannotOpen(path, error.message), dialect.badStatus);
  }
}

function entriesOf(archive: Uint8Array, dialect: Dialect): TarEntry[] {
  try {
    return [...readTar(archive)];
  } catch (error) {
    throw error instanceof TarError ? new Failure(dialect.noArchive, dialect.badStatus) : error;
  }
}

function* create(call: Call, dialect: Dialect, archive: string): Task<number> {
  const { options, operands, sys } = call;
  const entries: TarEntry[] = [];
  let failed = false;
  for (const operand of operands) {
    try {
      entries.push(...(yield* readTree(sys, operand, operand.replace(/(?<=.)\/+$/, ''))));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield* call.warn(dialect.cannotRead(error.path, error.reason.message));
      failed = true;
    }
  }
  if (entries.some(({ name }) => name.startsWith('/'))) yield* call.warn(dialect.leadingSlash);
  const [users, groups] = [yield* readUsers(sys), yield* readGroups(sys)];
  const nameOf = (accounts: readonly Account[], number: number): string =>
    accounts.find(({ id }) => id === number)?.name ?? '';
  const packed = entries.map((entry) => ({
    ...entry,
    name: entry.name.replace(/^\/+/, ''),
    user: nameOf(users, entry.uid),
    group: nameOf(groups, entry.gid),
  }));
  if (options.has('v')) {
    const to = archive === '-' ? 2 : 1;
    yield* sys.write(to, packed.map(({ name }) => `${name}\n`).join(''));
  }
  const bytes = filled(tarOf(packed), dialect.record);
  if (archive === '-') yield* sys.write(1, bytes);
  else yield* writeFile(sys, archive, bytes);
  return yield* ended(call, dialect, failed, dialect.atTheEnd.packing);
}

function filled(bytes: Uint8Array, record: number): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / record) * record);
  whole.set(bytes);
  return whole;
}

/** Is it, or is it below, what was named? */
const belongs = (name: string, wanted: string): boolean => {
  const plain = wanted.replace(/\/+$/, '');
  return name === plain || name.startsWith(`${plain}/`);
};

function* each(call: Call, dialect: Dialect, entries: readonly TarEntry[]): Task<number> {
  const { operands } = call;
  const seen = new Set<string>();
  let failed = false;
  for (const entry of entries) {
    const wanted = operands.filter((operand) => belongs(entry.name, operand));
    for (const operand of wanted) seen.add(operand);
    if (operands.length > 0 && wanted.length === 0) continue;
    if (call.options.has('t')) yield* list(call, dialect, entry);
    else failed = !(yield* extract(call, dialect, entry)) || failed;
  }
  for (const operand of operands) {
    if (seen.has(operand)) continue;
    yield* call.warn(dialect.notFound(operand));
    failed = true;
  }
  return yield* ended(call, dialect, failed, dialect.atTheEnd.unpacking);
}

function* list(call: Call, dialect: Dialect, entry: TarEntry): Task<void> {
  yield* call.print(`${call.options.has('v') ? dialect.long(entry) : entry.name}\n`);
}

function* extract(call: Call, dialect: Dialect, entry: TarEntry): Task<boolean> {
  const { sys, options } = call;
  if (options.has('O')) {
    yield* call.print(entry.data);
    return true;
  }
  if (options.has('v')) yield* call.print(`${entry.name}\n`);
  const path = entry.name.replace(/^\/+/, '').replace(/\/+$/, '');
  try {
    makeParents(call, path);
    const before = path === '' ? undefined : statOf(sys, path, false);
    if (before !== undefined && before.type !== 'directory') attempt('unlink', path, () => sys.unlink(path));
    yield* makeEntry(sys, '.', path || '.', entry);
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    yield* call.warn(dialect.cannotOpen(error.path, error.reason.message));
    return false;
  }
}

function makeParents({ sys }: Call, path: string): void {
  for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
    const parent = path.slice(0, at);
    if (statOf(sys, parent, true) === undefined) attempt('mkdir', parent, () => sys.mkdir(parent));
  }
}

function* ended(call: Call, dialect: Dialect, failed: boolean, said?: string): Task<number> {
  if (!failed) return 0;
  if (said !== undefined) yield* call.warn(said);
  return dialect.badStatus;
}

/** `tar xvf FILE` is `tar -xvf FILE`: the first word without its dash, whose letters take the next words in turn. */
export function bundled(words: readonly string[], withArgument: string): readonly string[] {
  const [first = '', ...rest] = words;
  if (first === '' || first.startsWith('-')) return words;
  const taken: string[] = [];
  for (const letter of first) taken.push(`-${letter}`, ...(withArgument.includes(letter) ? rest.splice(0, 1) : []));
  return [...taken, ...rest];
}
