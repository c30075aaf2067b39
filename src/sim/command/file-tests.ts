/** What the file operators of test(1) ask of the system; its errors have a `code`. */
export interface FileAsker {
  readonly uid: number;
  stat(path: string): FileFacts;
  lstat(path: string): FileFacts;
  access(path: string, want: 'r' | 'w' | 'x'): void;
  isatty(fd: number): boolean;
}

interface FileFacts {
  readonly type: string;
  readonly inode: number;
  readonly mode: number;
  readonly uid: number;
  readonly size: number;
  readonly mtime: number;
}

/** The answer, or undefined where the system refuses. */
function asked<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ '-b': 'block', '-c': 'char', '-d': 'directory', '-f': 'file', '-p': 'fifo', '-S': 'socket' },
};
const BITS: Readonly<Record<string, number>> = { '-g': 0o2000, '-k': 0o1000, '-u': 0o4000 };

/** The operators of test(1) that look at one file or descriptor; undefined for what is none of them. */
export function testFile(system: FileAsker, operator: string, path: string): boolean | undefined {
  const facts = asked(() => system.stat(path));
  const type = TYPES[operator];
  if (type !== undefined) return facts?.type === type;
  const bit = BITS[operator];
  if (bit !== undefined) return ((facts?.mode ?? 0) & bit) !== 0;
  switch (operator) {
    case '-a':
    case '-e':
      return facts !== undefined;
    case '-h':
    case '-L':
      return asked(() => system.lstat(path))?.type === 'symlink';
    case '-s':
      return (facts?.size ?? 0) > 0;
    case '-r':
    case '-w':
    case '-x':
      return asked(() => system.access(path, operator.slice(1) as 'r' | 'w' | 'x') === undefined) === true;
    case '-O':
    case '-G':
      return facts?.uid === system.uid;
    case '-t':
      return /^\d+$/.test(path) && asked(() => system.isatty(Number(path))) === true;
    default:
      return undefined;
  }
}

const FILE_PAIRS = new Set(['-nt', '-ot', '-ef']);

/** `-nt`, `-ot`, `-ef`; undefined for others. `both`: a file that is not there is neither older nor newer, as BusyBox has it. */
export function compareFiles(
  system: FileAsker,
  operator: string,
  [left, right]: readonly [string, string],
  both: boolean,
): boolean | undefined {
  const [a, b] = [asked(() => system.stat(left)), asked(() => system.stat(right))];
  const missing = a === undefined || b === undefined;
  if (both && missing && FILE_PAIRS.has(operator)) return false;
  if (operator === '-nt') return a !== undefined && (b === undefined || a.mtime > b.mtime);
  if (operator === '-ot') return b !== undefined && (a === undefined || a.mtime < b.mtime);
  if (operator === '-ef') return !missing && a.inode === b.inode;
  return undefined;
}

/** The operators that compare two texts. */
export const COMPARE_TEXTS: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
};

/** The operators that compare two numbers. */
export const COMPARE_NUMBERS: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};
