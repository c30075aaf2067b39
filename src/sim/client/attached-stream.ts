import type { HijackedStream } from '../http/client.ts';
import type { Task } from '../kernel/task.ts';

/** Some output of an attached container or exec. */
export interface Output {
  readonly to: 'stdout' | 'stderr';
  readonly data: Uint8Array;
}

export const MULTIPLEXED_STREAM = 'application/vnd.docker.multiplexed-stream';

const HEADER_LENGTH = 8;

const SYSTEM_ERROR = 3;

/** Takes frames apart: 8 bytes of header (stream, 0, 0, 0, big-endian length), then so many bytes (moby pkg/stdcopy). */
export class Demultiplexer {
  #pending: Uint8Array = new Uint8Array(0);
  #stream = 0;
  #left = 0;

  /** What can be told from `chunk` and what was left over; throws an Error for a frame that carries one. */
  push(chunk: Uint8Array): Output[] {
    let rest = new Uint8Array(this.#pending.length + chunk.length);
    rest.set(this.#pending);
    rest.set(chunk, this.#pending.length);
    const outputs: Output[] = [];
    while (this.#left > 0 ? rest.length > 0 : rest.length >= HEADER_LENGTH) {
      if (this.#left === 0) {
        this.#stream = rest[0] ?? 0;
        this.#left = new DataView(rest.buffer, rest.byteOffset).getUint32(4);
        rest = rest.subarray(HEADER_LENGTH);
        continue;
      }
      const data = rest.subarray(0, this.#left);
      rest = rest.subarray(data.length);
      this.#left -= data.length;
      outputs.push(this.#output(data));
    }
    this.#pending = rest;
    return outputs;
  }

  #output(data: Uint8Array): Output {
    if (this.#stream > SYSTEM_ERROR) throw new Error(`Unrecognized stream: ${this.#stream}`);
    if (this.#stream === SYSTEM_ERROR) {
      throw new Error(`error from daemon in stream: ${new TextDecoder().decode(data)}`);
    }
    return { to: this.#stream === 2 ? 'stderr' : 'stdout', data };
  }
}

/** The connection to an attached container or exec (docker/client's `HijackedResponse`). */
export class AttachedStream {
  /** The socket, for `poll`. */
  readonly fd: number;
  readonly mediaType: string;
  readonly #stream: HijackedStream;
  readonly #demultiplexer: Demultiplexer | undefined;

  constructor(fd: number, mediaType: string, stream: HijackedStream) {
    this.fd = fd;
    this.mediaType = mediaType;
    this.#stream = stream;
    this.#demultiplexer = mediaType === MULTIPLEXED_STREAM ? new Demultiplexer() : undefined;
  }

  /** Was something received that `poll` no longer sees? Then `next` returns at once. */
  get buffered(): boolean {
    return this.#stream.buffered;
  }

  /** What comes next, perhaps nothing yet (part of a frame's header); undefined at the end. A terminal's output is all stdout. */
  *next(): Task<Output[] | undefined> {
    const data = yield* this.#stream.read();
    if (data.length === 0) return undefined;
    return this.#demultiplexer?.push(data) ?? [{ to: 'stdout', data }];
  }

  write(data: Uint8Array): Task<void> {
    return this.#stream.write(data);
  }

  /** The end of stdin. */
  closeWrite(): void {
    this.#stream.closeWrite?.();
  }

  close(): void {
    this.#stream.close();
  }
}
