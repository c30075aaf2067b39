import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { readTextFile } from '../read-file.ts';
import { JsonProblem, JsonReader } from './json-reader.ts';
import type { Json } from './value.ts';

const HINT =
  'Use jq --help for help with command-line options,\nor see the jq manpage, or online docs at https://jqlang.org';

/** Ends jq as a wrong command line does. */
const misuse = (message: string): Failure => new Failure(`${message}\n${HINT}`, 2);

/** What the command line asks for. */
export interface JqArguments {
  filter: string | undefined;
  readonly files: string[];
  readonly positional: Json[];
  readonly named: Map<string, Json>;
  readonly flags: Set<string>;
  indent: number;
}

const LETTERS: Readonly<Record<string, string>> = {
  ...{
    n: 'null-input',
    r: 'raw-output',
    c: 'compact-output',
    j: 'join-output',
    s: 'slurp',
    R: 'raw-input',
    S: 'sort-keys',
  },
  ...{
    C: 'color-output',
    M: 'monochrome-output',
    e: 'exit-status',
    h: 'help',
    V: 'version',
    f: 'from-file',
    a: 'ascii-output',
  },
};
const FLAGS = new Set([
  ...Object.values(LETTERS),
  'tab',
  'unbuffered',
  'raw-output0',
  'seq',
  'stream',
  'stream-errors',
]);
const LACKING = ['help', 'ascii-output', 'seq', 'stream', 'stream-errors'];
/** Options with arguments: how many, and their names for the complaint. */
const VALUED: Readonly<Record<string, readonly [count: number, complaint: string]>> = {
  indent: [1, 'takes one parameter'],
  arg: [2, 'takes two parameters (e.g. --arg varname value)'],
  argjson: [2, 'takes two parameters (e.g. --argjson varname text)'],
  slurpfile: [2, 'takes two parameters (e.g. --slurpfile varname filename)'],
  rawfile: [2, 'takes two parameters (e.g. --rawfile varname filename)'],
};

/** All values of a text. Throws JsonProblem. */
function parseAll(text: string): Json[] {
  const reader = new JsonReader();
  reader.feed(text);
  reader.feed(undefined);
  const values: Json[] = [];
  for (let value = reader.next(); value !== undefined; value = reader.next()) values.push(value);
  return values;
}

/** Reads the command line. Throws Failure where it is wrong. */
export function* readArguments(sys: System): Task<JqArguments> {
  const made: JqArguments = {
    filter: undefined,
    files: [],
    positional: [],
    named: new Map(),
    flags: new Set(),
    indent: 2,
  };
  const words = sys.argv.slice(1);
  let rest: 'files' | 'args' | 'jsonargs' = 'files';
  let optionsOver = false;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (optionsOver || !/^-[-a-z]/i.test(word)) {
      if (made.filter === undefined) made.filter = word;
      else if (rest === 'files') made.files.push(word);
      else made.positional.push(rest === 'args' ? word : jsonWord(word, 'positional'));
    } else if (word === '--') optionsOver = true;
    else if (word === '--args' || word === '--jsonargs') rest = word.slice(2) as 'args';
    else if (word.startsWith('--')) yield* longOption(sys, word.slice(2), words, made);
    else if (word.startsWith('-L')) libraryPath(word, words);
    else shortOptions(word, made);
  }
  const lacking = LACKING.find((flag) => made.flags.has(flag));
  if (lacking !== undefined) throw new NotSimulated(`jq --${lacking}`);
  if (made.flags.has('from-file') && made.filter !== undefined) made.filter = yield* programFile(sys, made.filter);
  return made;
}

/** Where modules would be looked for, if there were any. */
function libraryPath(word: string, words: string[]): void {
  if (word !== '-L' || words.shift() !== undefined) return;
  throw new NotSimulated('jq -L');
}

function shortOptions(word: string, { flags }: JqArguments): void {
  for (const letter of word.slice(1)) {
    const flag = LETTERS[letter];
    if (flag === undefined) throw misuse(`Unknown option -${letter}`);
    flags.add(flag);
  }
}

function* longOption(sys: System, name: string, words: string[], made: JqArguments): Task<void> {
  const valued = VALUED[name];
  if (valued === undefined) {
    if (!FLAGS.has(name)) throw misuse(`Unknown option --${name}`);
    made.flags.add(name);
    return;
  }
  const [count, complaint] = valued;
  const given = words.splice(0, count);
  const [first = '', second = ''] = given;
  if (given.length < count) throw misuse(`--${name} ${complaint}`);
  if (name === 'indent') {
    if (!/^(-1|[0-7])$/.test(first)) throw misuse('--indent takes a number between -1 and 7');
    made.indent = Number(first);
  } else if (name === 'arg') made.named.set(first, second);
  else if (name === 'argjson') made.named.set(first, jsonWord(second, first));
  else {
    const text = yield* fileFor(sys, name, first, second);
    made.named.set(first, name === 'rawfile' ? text : parseAll(text));
  }
}

function jsonWord(word: string, name: string): Json {
  try {
    return parseAll(word)[0] ?? null;
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw misuse(`invalid JSON text passed to --${name === 'positional' ? 'jsonargs' : 'argjson'}`);
  }
}

function* fileFor(sys: System, option: string, name: string, path: string): Task<string> {
  try {
    return yield* readTextFile(sys, path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`Bad JSON in --${option} ${name} ${path}: Could not open ${path}: ${error.message}`, 2);
  }
}

function* programFile(sys: System, path: string): Task<string> {
  try {
    return yield* readTextFile(sys, path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`Could not open ${path}: ${error.message}`, 2);
  }
}
