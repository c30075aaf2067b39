import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { readAll } from '../read-file.ts';
import { type Change, lineChanges } from './line-changes.ts';

/** What GNU's diff and BusyBox's do differently. */
export interface DiffDialect {
  /** How many lines around a change, where nothing was asked for; undefined: changes alone, as `3c3`. */
  readonly context: number | undefined;
  missing(path: string, reason: string): string;
  /** What stands behind a file's name in the head of a unified listing. */
  stamp(call: Call, path: string): string;
}

type Lines = readonly string[];

const NO_NEWLINE = '\n\\ No newline at end of file\n';
const marked = (mark: string, lines: Lines): string =>
  lines.map((line) => `${mark}${line}${line.endsWith('\n') ? '' : NO_NEWLINE}`).join('');

/** `3,5`: the lines from, to (not included), counted from 1. */
function range([from, to]: Change['from'], unified: boolean): string {
  const count = to - from;
  if (count === 0) return unified ? `${from},0` : `${from}`;
  if (count === 1) return `${from + 1}`;
  return `${from + 1},${unified ? count : to}`;
}

function normal(a: Lines, b: Lines, changes: readonly Change[]): string {
  return changes
    .map(({ from, to }) => {
      const kind = from[0] === from[1] ? 'a' : to[0] === to[1] ? 'd' : 'c';
      const between = kind === 'c' ? '---\n' : '';
      return `${range(from, false)}${kind}${range(to, false)}\n${marked('< ', a.slice(...from))}${between}${marked('> ', b.slice(...to))}`;
    })
    .join('');
}

/** Changes that stand near each other are one piece. */
function hunks(changes: readonly Change[], context: number): Change[][] {
  const found: Change[][] = [];
  for (const change of changes) {
    const last = found.at(-1)?.at(-1);
    if (last !== undefined && change.from[0] - last.from[1] <= 2 * context) found.at(-1)?.push(change);
    else found.push([change]);
  }
  return found;
}

function hunkText(a: Lines, b: Lines, hunk: readonly Change[], context: number): string {
  const [first, last] = [hunk[0] as Change, hunk.at(-1) as Change];
  const before = Math.min(context, first.from[0]);
  const after = Math.min(context, a.length - last.from[1]);
  const head = [
    range([first.from[0] - before, last.from[1] + after], true),
    range([first.to[0] - before, last.to[1] + after], true),
  ];
  let text = `@@ -${head[0]} +${head[1]} @@\n`;
  let at = first.from[0] - before;
  for (const { from, to } of hunk) {
    text += marked(' ', a.slice(at, from[0])) + marked('-', a.slice(...from)) + marked('+', b.slice(...to));
    at = from[1];
  }
  return text + marked(' ', a.slice(at, last.from[1] + after));
}

function* linesOf({ sys }: Call, path: string): Task<Lines> {
  const fd = path === '-' ? 0 : sys.open(path);
  const text = new TextDecoder().decode(yield* readAll(sys, fd));
  if (fd !== 0) sys.close(fd);
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** What does not count in a comparison: case, blanks. */
function plain({ options }: Call, line: string): string {
  const cased = options.has('i') ? line.toLowerCase() : line;
  if (options.has('w')) return cased.replace(/\s+/g, '');
  return options.has('b') ? cased.replace(/\s+/g, ' ') : cased;
}

function* compareFiles(call: Call, a: string, b: string, dialect: DiffDialect): Task<boolean> {
  const { options } = call;
  const [left, right] = [yield* linesOf(call, a), yield* linesOf(call, b)];
  const changes = lineChanges(
    left.map((line) => plain(call, line)),
    right.map((line) => plain(call, line)),
  );
  if (changes.length === 0) {
    if (options.has('s')) yield* call.print(`Files ${a} and ${b} are identical\n`);
    return true;
  }
  if (options.has('q')) yield* call.print(`Files ${a} and ${b} differ\n`);
  else {
    const context = options.has('U') ? Number(options.value('U')) : options.has('u') ? 3 : dialect.context;
    const [oldName, newName] = options.values('L');
    const heads = `--- ${oldName ?? a + dialect.stamp(call, a)}\n+++ ${newName ?? b + dialect.stamp(call, b)}\n`;
    const text =
      context === undefined
        ? normal(left, right, changes)
        : heads +
          hunks(changes, context)
            .map((hunk) => hunkText(left, right, hunk, context))
            .join('');
    yield* call.print(text);
  }
  return false;
}

const isDirectory = ({ sys }: Call, path: string): boolean => path !== '-' && sys.stat(path).type === 'directory';

function* compareDirectories(call: Call, a: string, b: string, dialect: DiffDialect): Task<boolean> {
  const [left, right] = [call.sys.readdir(a), call.sys.readdir(b)];
  let same = true;
  for (const name of [...new Set([...left, ...right])].sort()) {
    const [there, here] = [left.includes(name), right.includes(name)];
    if (there && here) same = (yield* compare(call, `${a}/${name}`, `${b}/${name}`, dialect, false)) && same;
    else {
      yield* call.print(`Only in ${there ? a : b}: ${name}\n`);
      same = false;
    }
  }
  return same;
}

function* compare(call: Call, a: string, b: string, dialect: DiffDialect, top: boolean): Task<boolean> {
  const [left, right] = [isDirectory(call, a), isDirectory(call, b)];
  if (left && right) {
    if (top || call.options.has('r')) return yield* compareDirectories(call, a, b, dialect);
    yield* call.print(`Common subdirectories: ${a} and ${b}\n`);
    return true;
  }
  const inside = (directory: string, file: string): string => `${directory}/${file.split('/').at(-1)}`;
  return yield* compareFiles(call, left ? inside(a, b) : a, right ? inside(b, a) : b, dialect);
}

/** diff: what is to be changed to make the one file of the other. 0: nothing; 2: it could not be told. */
export function* diff(call: Call, dialect: DiffDialect): Task<number> {
  const [a = '', b = ''] = call.operands;
  for (const path of [a, b]) {
    try {
      if (path !== '-') call.sys.stat(path);
    } catch (error) {
      if (isErrno(error)) throw new Failure(dialect.missing(path, error.message), 2);
      throw error;
    }
  }
  return (yield* compare(call, a, b, dialect, true)) ? 0 : 1;
}
