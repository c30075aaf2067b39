import { isErrno } from '../../../kernel/errno.ts';
import type { FileType, Stat } from '../../../kernel/syscalls.ts';
import type { Task } from '../../../kernel/task.ts';
import { type Account, readGroups, readUsers } from '../../accounts.ts';
import type { Call } from '../../call.ts';
import { NotSimulated } from '../../not-simulated.ts';
import { isExecutable, spawnAlongPath, statusOf } from '../../search-path.ts';
import { posixRegex } from '../../text/posix-regex.ts';
import { globRegex } from '../glob.ts';
import { changeMode } from '../mode.ts';
import { statOf } from '../path.ts';
import type { FindOptions, FindSpeech, Found, Walk } from './found.ts';

/** One test or action: does the file pass? */
export type Test = (file: Found, walk: Walk) => Task<boolean>;

const MINUTE = 60_000_000;
const DAY = 1440 * MINUTE;
const BLOCK_UNITS: Readonly<Record<string, number>> = { c: 1, w: 2, b: 512, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };
const TYPES: Readonly<Record<string, FileType>> = {
  f: 'file',
  d: 'directory',
  l: 'symlink',
  c: 'char',
  p: 'fifo',
  s: 'socket',
};
/** Real tests and actions that the simulation lacks. */
const LACKING =
  /^-(ok|okdir|execdir|ls|fls|fprint0?|fprintf|printf|newer[aBcm][aBcmt]|atime|amin|ctime|cmin|xtype|anewer|cnewer|fstype|used|uid|gid|readable|writable|nouser|nogroup|lname|ilname|iregex|wholename|regextype)$/;

const now = (test: (file: Found, walk: Walk) => boolean): Test =>
  function* (file, walk) {
    return test(file, walk);
  };

/** Reads find's expression into one test; options are set aside as they come. */
export class ExpressionReader {
  readonly options: FindOptions;
  readonly #call: Call;
  readonly #speech: FindSpeech;
  readonly #words: string[];
  readonly #accounts: { users: readonly Account[]; groups: readonly Account[] };
  /** What is to be run at the end: commands of `-exec … +`. */
  readonly finals: ((walk: Walk) => Task<void>)[] = [];
  #acts = false;

  constructor(
    call: Call,
    words: readonly string[],
    settings: {
      options: FindOptions;
      speech: FindSpeech;
      accounts: { users: readonly Account[]; groups: readonly Account[] };
    },
  ) {
    this.#call = call;
    this.#words = [...words];
    this.#speech = settings.speech;
    this.#accounts = settings.accounts;
    this.options = settings.options;
  }

  read(): Test {
    const test = this.#words.length === 0 ? now(() => true) : this.#or();
    if (this.#words.length > 0) throw this.#speech.unpaired();
    if (this.#acts) return test;
    const print = this.#print('\n');
    return function* (file, walk) {
      return (yield* test(file, walk)) && (yield* print(file, walk));
    };
  }

  #or(): Test {
    const left = this.#and();
    if (this.#words[0] !== '-o' && this.#words[0] !== '-or') return left;
    this.#words.shift();
    const right = this.#or();
    return function* (file, walk) {
      return (yield* left(file, walk)) || (yield* right(file, walk));
    };
  }

  #and(): Test {
    const tests = [this.#not()];
    while (this.#words.length > 0 && !['-o', '-or', ')'].includes(this.#words[0] as string)) {
      if (this.#words[0] === '-a' || this.#words[0] === '-and') this.#words.shift();
      tests.push(this.#not());
    }
    return function* (file, walk) {
      for (const test of tests) if (!(yield* test(file, walk))) return false;
      return true;
    };
  }

  #not(): Test {
    const word = this.#words.shift() as string;
    if (word === '(') {
      const inner = this.#or();
      if (this.#words.shift() !== ')') throw this.#speech.unpaired();
      return inner;
    }
    if (word !== '!' && word !== '-not') return this.#primary(word);
    if (this.#words.length === 0) throw this.#speech.missing(word);
    const test = this.#not();
    return function* (file, walk) {
      return !(yield* test(file, walk));
    };
  }

  #argument(option: string): string {
    const word = this.#words.shift();
    if (word === undefined) throw this.#speech.missing(option);
    return word;
  }

  #primary(word: string): Test {
    if (!word.startsWith('-')) throw this.#speech.misplaced(word);
    const made = this.#option(word) ?? this.#action(word) ?? this.#aboutName(word) ?? this.#aboutInode(word);
    if (made !== undefined) return made;
    if (LACKING.test(word) && this.#speech.gnu) throw new NotSimulated(`find ${word}`);
    throw this.#speech.unknown(word);
  }

  #option(word: string): Test | undefined {
    const { options } = this;
    if (word === '-maxdepth') options.most = this.#number(word);
    else if (word === '-mindepth') options.least = this.#number(word);
    else if (word === '-depth' || word === '-d') options.depthFirst = true;
    else if (word === '-follow') options.follow = true;
    else if (word !== '-xdev' && word !== '-mount') return undefined;
    return now(() => true);
  }

  #number(option: string): number {
    const word = this.#argument(option);
    if (!/^\d+$/.test(word)) throw this.#speech.wrongNumber(word, option);
    return Number(word);
  }

  #action(word: string): Test | undefined {
    if (word === '-prune')
      return now((_, walk) => {
        walk.pruned = true;
        return true;
      });
    if (!['-print', '-print0', '-exec', '-quit', '-delete'].includes(word)) return undefined;
    if (word === '-delete' && !this.#speech.gnu) return undefined;
    this.#acts = true;
    if (word === '-exec') return this.#exec();
    if (word === '-delete') return this.#delete();
    if (word !== '-quit') return this.#print(word === '-print' ? '\n' : '\0');
    return now((_, walk) => {
      walk.quit = true;
      return true;
    });
  }

  #print(end: string): Test {
    const call = this.#call;
    return function* ({ path }) {
      yield* call.print(path + end);
      return true;
    };
  }

  #delete(): Test {
    this.options.depthFirst = true;
    const { sys } = this.#call;
    return now(({ path, stat }) => {
      if (path === '.') return true;
      if (stat.type === 'directory') sys.rmdir(path);
      else sys.unlink(path);
      return true;
    });
  }

  #exec(): Test {
    const end = this.#words.findIndex((word, i) => word === ';' || (word === '+' && this.#words[i - 1] === '{}'));
    if (end < 0) throw this.#speech.missing('-exec');
    const words = this.#words.splice(0, end + 1);
    const command = words.slice(0, -1);
    if (words.at(-1) === ';') return this.#execEach(command);
    const paths: string[] = [];
    const run = (all: readonly string[]): Task<number> => this.#run([...command.slice(0, -1), ...all]);
    this.finals.push(function* (walk) {
      if (paths.length > 0 && (yield* run(paths)) !== 0) walk.failed = true;
    });
    return now(({ path }) => paths.push(path) > 0);
  }

  #execEach(command: readonly string[]): Test {
    const run = (words: readonly string[]): Task<number> => this.#run(words);
    return function* ({ path }) {
      return (yield* run(command.map((word) => word.replaceAll('{}', path)))) === 0;
    };
  }

  *#run(argv: readonly string[]): Task<number> {
    try {
      return yield* statusOf(this.#call.sys, spawnAlongPath(this.#call.sys, argv));
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#call.warn(`${this.#speech.quoted(argv[0] ?? '')}: ${error.message}`);
      return 127;
    }
  }

  #aboutName(word: string): Test | undefined {
    const kind = /^-(i?)(name|path|regex)$/.exec(word);
    if (kind === null) return undefined;
    const pattern = this.#argument(word);
    const regex = kind[2] === 'regex' ? posixRegex(`^\\(${pattern}\\)$`) : globRegex(pattern, kind[1]);
    return now(({ path, name }) => regex.test(kind[2] === 'name' ? name : path));
  }

  #aboutInode(word: string): Test | undefined {
    const { sys } = this.#call;
    const on = (test: (stat: Stat) => boolean): Test => now(({ stat }) => test(stat));
    switch (word) {
      case '-type':
        return this.#type();
      case '-perm':
        return on(this.#mode());
      case '-size':
        return on(this.#size());
      case '-links':
        return on(this.#compared(word, ({ links }) => links));
      case '-inum':
        return on(this.#compared(word, ({ inode }) => inode));
      case '-mmin':
        return on(this.#compared(word, ({ mtime }) => Math.floor((sys.realtime() - mtime) / MINUTE)));
      case '-mtime':
        return on(this.#compared(word, ({ mtime }) => Math.floor((sys.realtime() - mtime) / DAY)));
      case '-newer': {
        const { mtime } = sys.stat(this.#argument(word));
        return on((stat) => stat.mtime > mtime);
      }
      case '-samefile': {
        const { inode } = sys.stat(this.#argument(word));
        return on((stat) => stat.inode === inode);
      }
      case '-user':
      case '-group':
        return on(this.#owner(word));
      case '-executable':
        return now(({ path, stat }) => (stat.type === 'directory' ? true : isExecutable(sys, path)));
      case '-empty':
        return now(({ path, stat }) =>
          stat.type === 'directory' ? sys.readdir(path).length === 0 : stat.type === 'file' && stat.size === 0,
        );
      case '-true':
        return now(() => true);
      case '-false':
        return now(() => false);
      default:
        return undefined;
    }
  }

  #type(): Test {
    const word = this.#argument('-type');
    const letters = this.#speech.gnu ? word.split(',') : [word];
    const types = letters.map((letter) => TYPES[letter]);
    if (types.includes(undefined)) throw this.#speech.wrongType(word);
    return now(({ stat }) => types.includes(stat.type));
  }

  /** `N`, `+N` or `-N`: exactly, more or less. */
  #compared(option: string, value: (stat: Stat) => number): (stat: Stat) => boolean {
    const word = this.#argument(option);
    if (!/^[-+]?\d+$/.test(word)) throw this.#speech.wrongNumber(word, option);
    return comparison(word, Number(word.replace(/^[-+]/, '')), value);
  }

  #size(): (stat: Stat) => boolean {
    const word = this.#argument('-size');
    const match = /^[-+]?(\d+)([cwbkMG]?)$/.exec(word);
    if (match === null) throw this.#speech.wrongNumber(word, '-size');
    const unit = BLOCK_UNITS[match[2] || 'b'] as number;
    return comparison(word, Number(match[1]), ({ size }) => Math.ceil(size / unit));
  }

  #mode(): (stat: Stat) => boolean {
    const word = this.#argument('-perm');
    const mode = changeMode(word.replace(/^[-/+]/, ''), 0, false);
    if (mode === undefined) throw this.#speech.wrongMode(word);
    if (word.startsWith('-')) return (stat) => (stat.mode & mode) === mode;
    if (/^[/+]/.test(word)) return (stat) => mode === 0 || (stat.mode & mode) !== 0;
    return (stat) => stat.mode === mode;
  }

  #owner(option: '-user' | '-group'): (stat: Stat) => boolean {
    const word = this.#argument(option);
    const { users, groups } = this.#accounts;
    const account = (option === '-user' ? users : groups).find(({ name }) => name === word);
    const id = account?.id ?? (/^\d+$/.test(word) ? Number(word) : undefined);
    if (id === undefined) throw this.#speech.wrongUser(word, option);
    return (stat) => (option === '-user' ? stat.uid : stat.gid) === id;
  }
}

function comparison(word: string, number: number, value: (stat: Stat) => number): (stat: Stat) => boolean {
  if (word.startsWith('+')) return (stat) => value(stat) > number;
  return word.startsWith('-') ? (stat) => value(stat) < number : (stat) => value(stat) === number;
}

/** The users and groups that an expression may name. */
export function* readAccounts({ sys }: Call): Task<{ users: readonly Account[]; groups: readonly Account[] }> {
  return { users: yield* readUsers(sys), groups: yield* readGroups(sys) };
}

/** The file at a path, links followed where that is wanted and they lead somewhere. */
export const lookAt = ({ sys }: Call, path: string, follow: boolean): Stat =>
  (follow ? statOf(sys, path) : undefined) ?? sys.lstat(path);
