import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { complaint } from '../messages.ts';
import { checkSignals } from '../run/signals.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { demandOpen, isOpen } from './open-descriptor.ts';

interface ReadOptions {
  raw: boolean;
  silent: boolean;
  prompt: string;
  /** Seconds. */
  timeout: number | undefined;
  count: number | undefined;
  delimiter: string;
  fd: number;
  array: string | undefined;
  names: readonly string[];
}

const USAGE =
  'read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]\n';

function parseOptions(state: ShellState, args: readonly string[]): ReadOptions {
  const options: ReadOptions = {
    raw: false,
    silent: false,
    prompt: '',
    timeout: undefined,
    count: undefined,
    delimiter: '\n',
    fd: 0,
    array: undefined,
    names: [],
  };
  let at = 0;
  for (; /^-./.test(args[at] ?? ''); at++) {
    const word = args[at] as string;
    if (word === '--') {
      at++;
      break;
    }
    for (let i = 1; i < word.length; i++) {
      const letter = word[i] as string;
      if (letter === 'r') options.raw = true;
      else if (letter === 's') options.silent = true;
      else if (letter === 'e' && state.dialect === 'bash') continue;
      else {
        const takesValue = 'ptnNdu'.includes(letter) || (letter === 'a' && state.dialect === 'bash');
        if (!takesValue) throw invalid(state, letter);
        const value = word.slice(i + 1) || args[++at];
        if (value === undefined) throw withoutValue(state, letter);
        setValue(state, options, letter, value);
        break;
      }
    }
  }
  return { ...options, names: args.slice(at) };
}

function invalid(state: ShellState, letter: string): BuiltinError {
  if (state.dialect === 'ash') return new BuiltinError(`illegal option -${letter}`, 2);
  return new BuiltinError(`${complaint(state, `-${letter}: invalid option`, 'read')}${USAGE}`, 2, true);
}

function withoutValue(state: ShellState, letter: string): BuiltinError {
  if (state.dialect === 'ash') return new BuiltinError(`no arg for -${letter} option`, 2);
  return new BuiltinError(`${complaint(state, `-${letter}: option requires an argument`, 'read')}${USAGE}`, 2, true);
}

/** What the numbers of options are called when they are none: by bash and by ash. */
const NUMBERS: Readonly<Record<string, readonly [bash: string, ash: string]>> = {
  t: ['timeout specification', 'timeout'],
  u: ['file descriptor specification', 'file descriptor'],
  n: ['number', 'count'],
  N: ['number', 'count'],
};

function numberFor(state: ShellState, letter: string, value: string): number {
  if (letter === 't' ? /^(\d+\.?\d*|\.\d+)$/.test(value) : /^\d+$/.test(value)) return Number(value);
  const [bash, ash] = NUMBERS[letter] ?? ['', ''];
  throw state.dialect === 'ash'
    ? new BuiltinError(`invalid ${ash}`, 2)
    : new BuiltinError(`${value}: invalid ${bash}`, 1);
}

function setValue(state: ShellState, options: ReadOptions, letter: string, value: string): void {
  if (letter === 'p') options.prompt = value;
  else if (letter === 't') options.timeout = numberFor(state, letter, value);
  else if (letter === 'd') options.delimiter = value.slice(0, 1) || '\0';
  else if (letter === 'u') options.fd = numberFor(state, letter, value);
  else if (letter === 'a') options.array = value;
  else options.count = numberFor(state, letter, value);
}

/** Characters read, each with whether a backslash protected it. */
type Line = { readonly char: string; readonly quoted: boolean }[];

interface Reading {
  readonly line: Line;
  readonly outcome: 'line' | 'end' | 'timeout';
}

function* readLine(state: ShellState, options: ReadOptions): Task<Reading> {
  const { sys } = state;
  const deadline = options.timeout === undefined ? undefined : sys.monotonic() + options.timeout * 1_000_000;
  const decoder = new TextDecoder();
  const line: Line = [];
  let escaped = false;
  for (;;) {
    if (options.count !== undefined && line.length >= options.count) return { line, outcome: 'line' };
    const data = yield* readByte(state, options.fd, deadline);
    if (data === 'timeout') return { line, outcome: 'timeout' };
    if (data.length === 0) return { line, outcome: 'end' };
    const char = decoder.decode(data, { stream: true });
    if (char === '') continue;
    if (escaped) {
      escaped = false;
      if (char !== '\n') line.push({ char, quoted: true });
    } else if (char === '\\' && !options.raw) escaped = true;
    else if (char === options.delimiter) return { line, outcome: 'line' };
    else line.push({ char, quoted: false });
  }
}

function* readByte(state: ShellState, fd: number, deadline: number | undefined): Task<Uint8Array | 'timeout'> {
  const { sys } = state;
  for (;;) {
    try {
      if (deadline !== undefined && (yield* sys.poll([fd], Math.max(0, deadline - sys.monotonic()))).length === 0)
        return 'timeout';
      return yield* sys.read(fd, 1);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== 'EINTR')
        throw new BuiltinError(state.dialect === 'ash' ? 'read error' : `read error: ${error.message}`, 1);
      yield* checkSignals(state);
    }
  }
}

/** Cuts a line into `count` fields at IFS; the last takes the rest (POSIX read). */
function splitLine(line: Line, ifs: string, count: number): string[] {
  const isBlank = (i: number): boolean => isSeparator(i) && ' \t\n'.includes(line[i]?.char as string);
  const isSeparator = (i: number): boolean =>
    line[i] !== undefined && !line[i]?.quoted && ifs.includes(line[i]?.char as string);
  const fields: string[] = [];
  let at = 0;
  const skipBlanks = (): void => {
    while (isBlank(at)) at++;
  };
  skipBlanks();
  while (at < line.length && fields.length < count - 1) {
    const start = at;
    while (at < line.length && !isSeparator(at)) at++;
    fields.push(textOf(line.slice(start, at)));
    skipBlanks();
    if (isSeparator(at)) at++;
    skipBlanks();
  }
  if (at < line.length) fields.push(textOf(lastField(line, at, isBlank, isSeparator)));
  return fields;
}

/** The rest of the line without blanks at its end; one separator alone at the end goes too. */
function lastField(
  line: Line,
  start: number,
  isBlank: (i: number) => boolean,
  isSeparator: (i: number) => boolean,
): Line {
  let end = line.length;
  while (end > start && isBlank(end - 1)) end--;
  const onlyOne = line.slice(start, end).filter((_, i) => isSeparator(start + i) && !isBlank(start + i)).length === 1;
  if (onlyOne && isSeparator(end - 1)) end--;
  return line.slice(start, end);
}

const textOf = (line: Line): string => line.map(({ char }) => char).join('');

export const read: Builtin = function* (state, args) {
  const { sys } = state;
  const options = parseOptions(state, args);
  for (const name of options.names) if (!/^[A-Za-z_]\w*$/.test(name)) throw badName(state, name);
  if (state.dialect === 'ash' && !isOpen(sys, options.fd)) return 1;
  demandOpen(sys, options.fd);
  const terminal = sys.isatty(options.fd);
  if (options.prompt !== '' && (terminal || state.dialect === 'ash')) yield* sys.write(2, options.prompt);
  const modes = terminal && (options.silent || options.count !== undefined) ? sys.tcgetattr(options.fd) : undefined;
  if (modes)
    sys.tcsetattr(options.fd, { echo: !options.silent, ...(options.count !== undefined && { canonical: false }) });
  try {
    const { line, outcome } = yield* readLine(state, options);
    store(state, options, line);
    if (outcome === 'timeout') return state.dialect === 'ash' ? 1 : 142;
    return outcome === 'line' ? 0 : 1;
  } finally {
    if (modes) sys.tcsetattr(options.fd, modes);
  }
};

const badName = (state: ShellState, name: string): BuiltinError =>
  state.dialect === 'ash'
    ? new BuiltinError(`'${name}': bad variable name`, 2)
    : new BuiltinError(`\`${name}': not a valid identifier`, 1);

function store(state: ShellState, options: ReadOptions, line: Line): void {
  const ifs = state.variables.get('IFS') ?? ' \t\n';
  if (options.array !== undefined) {
    const fields = splitLine(line, ifs, Number.POSITIVE_INFINITY);
    state.variables.setElements(options.array, new Map(fields.map((field, i) => [i, field])));
  } else if (options.names.length === 0) state.variables.set('REPLY', textOf(line));
  else {
    const fields = splitLine(line, ifs, options.names.length);
    for (const [i, name] of options.names.entries()) state.variables.set(name, fields[i] ?? '');
  }
}
