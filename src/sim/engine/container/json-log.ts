import { RegularFile } from '../../kernel/fs/inode.ts';
import { Broadcast } from '../subscription.ts';
import { type Instant, rfc3339Nano } from '../time.ts';
import type { LogLimits } from './log-config.ts';
import type { OutputChunk, StreamSource } from './process-streams.ts';

const decoder = new TextDecoder();

/** A line that a container wrote; without its newline when the stream ended before. */
export interface LogEntry {
  readonly source: StreamSource;
  readonly line: Uint8Array;
  readonly time: Instant;
}

const NEWLINE = 10;

/** The json-file log of a container: whole lines of each stream, with their times (moby/daemon/logger). */
export class JsonLog {
  readonly live = new Broadcast<LogEntry>();
  limits: LogLimits = { maxFiles: 1 };
  /** The log's files, the oldest first, each with its size in bytes. */
  #files: { readonly entries: LogEntry[]; size: number }[] = [{ entries: [], size: 0 }];
  readonly #now: () => Instant;
  #file: RegularFile | undefined;
  #pending: Map<StreamSource, number[]> | undefined;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  get entries(): readonly LogEntry[] {
    return this.#files.flatMap(({ entries }) => entries);
  }

  /** As it lies on the host, a line of JSON for each entry; made when somebody first looks. */
  get file(): RegularFile {
    this.#file ??= new RegularFile(encode(this.#files.at(-1)?.entries ?? []), 0o640);
    return this.#file;
  }

  write({ source, data }: OutputChunk): void {
    this.#pending ??= new Map();
    const pending = this.#pending.get(source) ?? [];
    let line = pending;
    for (const byte of data) {
      line.push(byte);
      if (byte !== NEWLINE) continue;
      this.#add(source, line);
      line = [];
    }
    this.#pending.set(source, line);
  }

  /** The streams have ended: what has no newline is a line as well, and who follows has seen all. */
  end(): void {
    for (const [source, line] of this.#pending ?? []) if (line.length > 0) this.#add(source, line);
    this.#pending?.clear();
    this.live.end();
  }

  #add(source: StreamSource, line: readonly number[]): void {
    const entry = { source, line: Uint8Array.from(line), time: this.#now() };
    this.#keep(entry);
    this.live.emit(entry);
  }

  /** A file that is full is followed by another one, and the oldest of too many goes (loggerutils' LogFile). */
  #keep(entry: LogEntry): void {
    const { maxSize, maxFiles } = this.limits;
    let file = this.#files.at(-1);
    if (file === undefined || (maxSize !== undefined && file.size >= maxSize)) {
      file = { entries: [], size: 0 };
      this.#files = [...this.#files, file].slice(-maxFiles);
    }
    file.entries.push(entry);
    if (this.#file !== undefined) this.#file.data = encode(file.entries);
    if (maxSize !== undefined) file.size += lengthInFile(entry);
  }
}

const lineInFile = ({ line, source, time }: LogEntry): string =>
  `${JSON.stringify({ log: decoder.decode(line), stream: source, time: rfc3339Nano(time) })}\n`;

const lengthInFile = (entry: LogEntry): number => lineInFile(entry).length;

const encode = (entries: readonly LogEntry[]): Uint8Array => new TextEncoder().encode(entries.map(lineInFile).join(''));
