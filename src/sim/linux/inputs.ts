import { isErrno } from '../kernel/errno.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import type { Call } from './call.ts';

/** What a program says about a file that it cannot open or read. */
export interface Complaints {
  open(path: string, reason: string): string;
  read(path: string, reason: string): string;
}

/** `path: reason`, whatever went wrong. */
export const PLAIN: Complaints = {
  open: (path, reason) => `${path}: ${reason}`,
  read: (path, reason) => `${path}: ${reason}`,
};

/**
 * Opens the files one after another for `use`; none, or `-`, is the standard input. What cannot be opened or read is
 * complained of and passed over: the result says whether all went well.
 */
export function* eachInput(
  call: Call,
  paths: readonly string[],
  complaints: Complaints,
  use: (fd: number, path: string) => Task<void>,
): Task<boolean> {
  let well = true;
  for (const path of paths.length > 0 ? paths : ['-']) {
    const fd = yield* openInput(call, path, complaints);
    if (fd === undefined) {
      well = false;
      continue;
    }
    try {
      yield* use(fd, path);
    } catch (error) {
      if (!isErrno(error, 'EISDIR')) throw error;
      yield* call.warn(complaints.read(path, error.message));
      well = false;
    }
    if (fd !== 0) call.sys.close(fd);
  }
  return well;
}

function* openInput(call: Call, path: string, complaints: Complaints): Task<number | undefined> {
  try {
    return path === '-' ? 0 : call.sys.open(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* call.warn(complaints.open(path, error.message));
    return undefined;
  }
}

/** Reads text line by line as it comes. */
export class LineReader {
  readonly #sys: System;
  readonly #fd: number;
  readonly #decoder = new TextDecoder();
  #text = '';
  #ended = false;

  constructor(sys: System, fd: number) {
    this.#sys = sys;
    this.#fd = fd;
  }

  /** The next line with its newline, where it has one; undefined at the end. */
  *next(): Task<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end >= 0) return this.#take(end + 1);
      if (this.#ended) return this.#text === '' ? undefined : this.#take(this.#text.length);
      const chunk = yield* this.#sys.read(this.#fd);
      this.#ended = chunk.length === 0;
      this.#text += this.#decoder.decode(chunk, { stream: !this.#ended });
    }
  }

  #take(length: number): string {
    const line = this.#text.slice(0, length);
    this.#text = this.#text.slice(length);
    return line;
  }
}

/** A line without its newline. */
export const bare = (line: string): string => (line.endsWith('\n') ? line.slice(0, -1) : line);

/** All lines of an input, without their newlines. */
export function* readLines(sys: System, fd: number): Task<string[]> {
  const reader = new LineReader(sys, fd);
  const lines: string[] = [];
  for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) lines.push(bare(line));
  return lines;
}
