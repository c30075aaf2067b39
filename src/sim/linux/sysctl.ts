import { isErrno } from '../kernel/errno.ts';
import type { Task } from '../kernel/task.ts';
import { type Call, Failure } from './call.ts';
import { isDirectory, statOf } from './files/path.ts';
import { readTextFile } from './read-file.ts';

const ROOT = '/proc/sys';

/** What each package says of what is wrong, and how it goes on. */
export interface SysctlSpeech {
  unknown(key: string, path: string): string;
  /** `-w` without a value. */
  form(word: string): string;
  cannotRead(key: string, reason: string): string;
  /** `ignored`: a `-` stood before the key in a file. */
  cannotSet(key: string, reason: string, ignored: boolean): string;
  cannotOpen(path: string, reason: string): string;
  /** A line of a file that sets nothing; from 1 on. */
  badLine(path: string, line: number): string;
  /** A value without a key; undefined: not a word. */
  keyless(word: string): string | undefined;
  /** BusyBox: a value that the kernel refuses ends it, an empty one is not written, files need not be there, `-e` only hides. */
  readonly rough: boolean;
}

/** `net.ipv4.ip_forward` as a path; where a slash comes first, slashes part it and dots belong to names. */
const pathOf = (key: string): string => {
  const slash = /[./]/.exec(key)?.[0] === '/';
  return `${ROOT}/${slash ? key : key.replaceAll('.', '\0').replaceAll('/', '.').replaceAll('\0', '/')}`;
};

const keyOf = (path: string): string =>
  path
    .slice(ROOT.length + 1)
    .split('/')
    .map((part) => part.replaceAll('.', '/'))
    .join('.');

/** One run of sysctl: shows and sets what stands below /proc/sys. */
class Sysctl {
  readonly #call: Call;
  readonly #speech: SysctlSpeech;
  #status = 0;

  constructor(call: Call, speech: SysctlSpeech) {
    this.#call = call;
    this.#speech = speech;
  }

  *run(): Task<number> {
    const { options, operands } = this.#call;
    if (['a', 'A', 'X'].some((key) => options.has(key))) yield* this.#showBelow(ROOT);
    else if (options.has('p'))
      for (const path of operands.length > 0 ? operands : ['/etc/sysctl.conf']) yield* this.#load(path);
    else for (const word of operands) yield* this.#word(word);
    return Math.min(this.#status, 255);
  }

  /** A key that cannot be shown counts; one that cannot be set is noted once. */
  *#complain(text: string, how: 'shown' | 'set' = 'set'): Task<void> {
    this.#status = how === 'shown' && !this.#speech.rough ? this.#status + 1 : this.#status | 1;
    yield* this.#call.warn(text);
  }

  *#word(word: string): Task<void> {
    const at = word.indexOf('=');
    if (at >= 0) return yield* this.#assign(word, word.slice(0, at), word.slice(at + 1));
    if (this.#call.options.has('w')) return yield* this.#complain(this.#speech.form(word));
    const path = pathOf(word);
    if (yield* this.#missing(word, path, 'shown')) return;
    if (isDirectory(this.#call.sys, path)) yield* this.#showBelow(path);
    else yield* this.#show(path);
  }

  *#assign(word: string, key: string, value: string): Task<void> {
    const name = this.#speech.rough ? key : key.trim();
    if (name !== '') return yield* this.#set(name, value.trim());
    this.#status |= 1;
    const complaint = this.#speech.keyless(word);
    if (complaint !== undefined) yield* this.#call.warn(complaint);
  }

  *#missing(key: string, path: string, how: 'shown' | 'set'): Task<boolean> {
    const { sys, options } = this.#call;
    if (statOf(sys, path) !== undefined) return false;
    if (!options.has('e')) yield* this.#complain(this.#speech.unknown(key, path), how);
    else if (this.#speech.rough) this.#status = 1;
    return true;
  }

  *#showBelow(path: string): Task<void> {
    const { sys } = this.#call;
    for (const name of [...sys.readdir(path)].sort()) {
      const below = `${path}/${name}`;
      if (isDirectory(sys, below)) yield* this.#showBelow(below);
      else yield* this.#show(below);
    }
  }

  *#show(path: string): Task<void> {
    const { sys, options } = this.#call;
    const key = keyOf(path);
    const pattern = options.value('r');
    if (pattern !== undefined && !new RegExp(pattern).test(key)) return;
    if (options.has('N')) return yield* this.#call.print(`${key}\n`);
    try {
      const value = (yield* readTextFile(sys, path)).replace(/\n$/, '');
      yield* this.#tell(key, value);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#complain(this.#speech.cannotRead(key, error.message), 'shown');
    }
  }

  *#tell(key: string, value: string): Task<void> {
    const { options } = this.#call;
    const end = options.has('b') ? '' : '\n';
    const before = options.has('n') || options.has('b') ? '' : `${key} = `;
    yield* this.#call.print(`${before}${value}${end}`);
  }

  *#set(key: string, value: string, ignored = false): Task<void> {
    const { options } = this.#call;
    const path = pathOf(key);
    if (yield* this.#missing(key, path, 'set')) return;
    try {
      if (value !== '' || !this.#speech.rough) yield* this.#write(path, value);
      if (options.has('N')) yield* this.#call.print(`${keyOf(path)}\n`);
      else if (!options.has('q')) yield* this.#tell(keyOf(path), value);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#complain(this.#speech.cannotSet(keyOf(path), error.message, ignored));
    }
  }

  *#write(path: string, value: string): Task<void> {
    const { sys } = this.#call;
    const fd = sys.open(path, { write: true });
    try {
      yield* sys.write(fd, `${value}\n`);
    } catch (error) {
      throw isErrno(error) && this.#speech.rough ? new Failure(`write error: ${error.message}`) : error;
    } finally {
      sys.close(fd);
    }
  }

  *#load(path: string): Task<void> {
    try {
      yield* this.#take(path, yield* readTextFile(this.#call.sys, path));
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (!this.#speech.rough) this.#status |= 1;
      yield* this.#call.warn(this.#speech.cannotOpen(path, error.message));
    }
  }

  /** The settings of a file; procps reads all of it before it sets anything. */
  *#take(path: string, text: string): Task<void> {
    const settings: (readonly [line: string, key: string, value: string])[] = [];
    for (const [index, raw] of text.split('\n').entries()) {
      const line = raw.trim();
      if (!/^[^#;]/.test(line)) continue;
      const at = line.indexOf('=');
      if (at < 0) yield* this.#call.warn(this.#speech.badLine(path, index + 1));
      else if (this.#speech.rough) yield* this.#assign(line, line.slice(0, at).trim(), line.slice(at + 1));
      else settings.push([line, line.slice(0, at), line.slice(at + 1)]);
    }
    for (const [line, key, value] of settings) {
      if (key.startsWith('-')) yield* this.#set(key.slice(1).trim(), value.trim(), true);
      else yield* this.#assign(line, key, value);
    }
  }
}

/** sysctl: shows and sets the kernel's parameters. */
export const sysctl = (call: Call, speech: SysctlSpeech): Task<number> => new Sysctl(call, speech).run();
