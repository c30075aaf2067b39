import { isErrno } from '../../../kernel/errno.ts';
import type { System } from '../../../kernel/syscalls.ts';
import type { Task } from '../../../kernel/task.ts';
import { statusOf } from '../../search-path.ts';
import type { Redirection } from './ast.ts';
import { RecordReader } from './record-reader.ts';

interface Stream {
  readonly fd: number;
  /** The command at its other end. */
  readonly pid?: number;
  readonly reader?: RecordReader;
}

/** The files and commands that a program prints to and reads from, by what they are called. */
export class Streams {
  readonly #sys: System;
  readonly #open = new Map<string, Stream>();

  constructor(sys: System) {
    this.#sys = sys;
  }

  /** Runs a command line in the shell, with some descriptors of its own. */
  #spawn(command: string, files: readonly (readonly [number, number])[]): number {
    const all = new Map([[0, 0], [1, 1], [2, 2], ...files] as [number, number][]);
    return this.#sys.spawn('/bin/sh', ['sh', '-c', command], { files: all });
  }

  *system(command: string): Task<number> {
    return yield* statusOf(this.#sys, this.#spawn(command, []));
  }

  *write(kind: Redirection['kind'], target: string, text: string): Task<void> {
    const stream = this.#open.get(target) ?? this.#openOutput(kind, target);
    this.#open.set(target, stream);
    yield* this.#sys.write(stream.fd, text);
  }

  #openOutput(kind: Redirection['kind'], target: string): Stream {
    if (kind === '|') {
      const pipe = this.#sys.pipe();
      const pid = this.#spawn(target, [[0, pipe.read]]);
      this.#sys.close(pipe.read);
      return { fd: pipe.write, pid };
    }
    if (target === '/dev/stdout' || target === '-') return { fd: 1 };
    if (target === '/dev/stderr') return { fd: 2 };
    const append = kind === '>>';
    return { fd: this.#sys.open(target, { write: true, create: true, append, truncate: !append }) };
  }

  /** The next record of a file or a command's output; undefined at its end, -1 where it cannot be read. */
  *read(from: 'file' | 'command', source: string, separator: string): Task<string | undefined | -1> {
    try {
      const stream = this.#open.get(source) ?? this.#openInput(from, source);
      this.#open.set(source, stream);
      return yield* stream.reader?.next(separator) ?? nothing();
    } catch (error) {
      if (isErrno(error)) return -1;
      throw error;
    }
  }

  #openInput(from: 'file' | 'command', source: string): Stream {
    if (from === 'file') {
      const fd = source === '-' || source === '/dev/stdin' ? 0 : this.#sys.open(source);
      return { fd, reader: new RecordReader(this.#sys, fd) };
    }
    const pipe = this.#sys.pipe();
    const pid = this.#spawn(source, [[1, pipe.write]]);
    this.#sys.close(pipe.write);
    return { fd: pipe.read, pid, reader: new RecordReader(this.#sys, pipe.read) };
  }

  /** The status of the command, 0 for a file, -1 where nothing of that name is open. */
  *close(name: string): Task<number> {
    const stream = this.#open.get(name);
    if (stream === undefined) return -1;
    this.#open.delete(name);
    if (stream.fd > 2) this.#sys.close(stream.fd);
    return stream.pid === undefined ? 0 : yield* statusOf(this.#sys, stream.pid);
  }

  *closeAll(): Task<void> {
    for (const name of [...this.#open.keys()]) yield* this.close(name);
  }
}

function* nothing(): Task<undefined> {
  return undefined;
}
