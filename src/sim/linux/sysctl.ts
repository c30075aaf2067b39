import { isErrno } from '../kernel/errno.ts';
import type { Task } from '../kernel/task.ts';
import type { Call } from './call.ts';
import { isDirectory, statOf } from './files/path.ts';
import { readTextFile } from './read-file.ts';

const ROOT = '/proc/sys';

/** What each package says of what is wrong. */
export interface SysctlSpeech {
  unknown(key: string, path: string): string;
  /** `-w` without a value. */
  form(word: string): string;
  cannotRead(key: string, reason: string): string;
  cannotSet(key: string, reason: string): string;
  cannotOpen(path: string, reason: string): string;
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
    if (options.has('a')) yield* this.#showBelow(ROOT);
    else if (options.has('p'))
      for (const path of operands.length > 0 ? operands : ['/etc/sysctl.conf']) yield* this.#load(path);
    else for (const word of operands) yield* this.#word(word);
    return this.#status;
  }

  *#complain(text: string): Task<void> {
    this.#status = 1;
    yield* this.#call.warn(text);
  }

  *#word(word: string): Task<void> {
    const at = word.indexOf('=');
    if (at >= 0) return yield* this.#set(word.slice(0, at).trim(), word.slice(at + 1).trim());
    if (this.#call.options.has('w')) return yield* this.#complain(this.#speech.form(word));
    const path = pathOf(word);
    if (yield* this.#missing(word, path)) return;
    if (isDirectory(this.#call.sys, path)) yield* this.#showBelow(path);
    else yield* this.#show(path);
  }

  *#missing(key: string, path: string): Task<boolean> {
    const { sys, options } = this.#call;
    if (statOf(sys, path) !== undefined) return false;
    if (!options.has('e')) yield* this.#complain(this.#speech.unknown(key, path));
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
      yield* this.#complain(this.#speech.cannotRead(key, error.message));
    }
  }

  *#tell(key: string, value: string): Task<void> {
    const { options } = this.#call;
    const end = options.has('b') ? '' : '\n';
    const before = options.has('n') || options.has('b') ? '' : `${key} = `;
    yield* this.#call.print(`${before}${value}${end}`);
  }

  *#set(key: string, value: string): Task<void> {
    const { sys, options } = this.#call;
    const path = pathOf(key);
    if (yield* this.#missing(key, path)) return;
    try {
      const fd = sys.open(path, { write: true });
      yield* sys.write(fd, `${value}\n`);
      sys.close(fd);
      if (!options.has('q')) yield* this.#tell(keyOf(path), value);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#complain(this.#speech.cannotSet(key, error.message));
    }
  }

  *#load(path: string): Task<void> {
    try {
      const text = yield* readTextFile(this.#call.sys, path);
      for (const line of text.split('\n').map((each) => each.trim())) if (/^[^#;]/.test(line)) yield* this.#word(line);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#complain(this.#speech.cannotOpen(path, error.message));
    }
  }
}

/** sysctl: shows and sets the kernel's parameters. */
export const sysctl = (call: Call, speech: SysctlSpeech): Task<number> => new Sysctl(call, speech).run();
