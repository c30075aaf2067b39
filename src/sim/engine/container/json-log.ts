import { Broadcast } from '../subscription.ts';
import type { Instant } from '../time.ts';
import type { OutputChunk, StreamSource } from './process-streams.ts';

/** A line that a container wrote; without its newline when the stream ended before. */
export interface LogEntry {
  readonly source: StreamSource;
  readonly line: Uint8Array;
  readonly time: Instant;
}

const NEWLINE = 10;

/** The json-file log of a container: whole lines of each stream, with their times (moby/daemon/logger). */
export class JsonLog {
  readonly entries: LogEntry[] = [];
  readonly live = new Broadcast<LogEntry>();
  readonly #now: () => Instant;
  readonly #pending = new Map<StreamSource, number[]>();

  constructor(now: () => Instant) {
    this.#now = now;
  }

  write({ source, data }: OutputChunk): void {
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
    for (const [source, line] of this.#pending) if (line.length > 0) this.#add(source, line);
    this.#pending.clear();
    this.live.end();
  }

  #add(source: StreamSource, line: readonly number[]): void {
    const entry = { source, line: Uint8Array.from(line), time: this.#now() };
    this.entries.push(entry);
    this.live.emit(entry);
  }
}
