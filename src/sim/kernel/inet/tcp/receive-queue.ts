import { advance, distance, isBefore, type Sequence } from './sequence.ts';

interface Piece {
  readonly sequence: Sequence;
  readonly bytes: Uint8Array;
}

/** What has arrived: bytes in order, waiting to be read, and pieces that are ahead of them. */
export class ReceiveQueue {
  /** The next byte that is awaited (RCV.NXT). */
  next: Sequence;
  readonly #ready: Uint8Array[] = [];
  #ahead: Piece[] = [];
  #size = 0;

  constructor(next: Sequence) {
    this.next = next;
  }

  /** Bytes that can be read. */
  get size(): number {
    return this.#size;
  }

  /** Is there a gap before what came last? */
  get hasGap(): boolean {
    return this.#ahead.length > 0;
  }

  /** Takes a segment's data in, at most up to `limit`; what was there already is left out. The bytes are copied. */
  add(sequence: Sequence, data: Uint8Array, limit: Sequence): void {
    const from = Math.max(0, distance(sequence, this.next));
    const to = Math.min(data.length, distance(sequence, limit));
    if (from >= to) return;
    this.#insert({ sequence: advance(sequence, from), bytes: data.slice(from, to) });
    this.#join();
  }

  #insert(piece: Piece): void {
    const at = this.#ahead.findIndex((other) => isBefore(piece.sequence, other.sequence));
    this.#ahead.splice(at < 0 ? this.#ahead.length : at, 0, piece);
  }

  #join(): void {
    for (let first = this.#ahead[0]; first && !isBefore(this.next, first.sequence); first = this.#ahead[0]) {
      this.#ahead.shift();
      const fresh = first.bytes.subarray(Math.min(distance(first.sequence, this.next), first.bytes.length));
      if (fresh.length === 0) continue;
      this.#ready.push(fresh);
      this.#size += fresh.length;
      this.next = advance(this.next, fresh.length);
    }
  }

  /** At most `count` bytes. */
  take(count: number): Uint8Array {
    if (this.#size > count || this.#ready.length !== 1) return this.#gather(Math.min(count, this.#size));
    this.#size = 0;
    return this.#ready.pop() as Uint8Array;
  }

  #gather(count: number): Uint8Array {
    const taken = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      const first = this.#ready[0] as Uint8Array;
      const part = first.subarray(0, count - at);
      taken.set(part, at);
      at += part.length;
      if (part.length === first.length) this.#ready.shift();
      else this.#ready[0] = first.subarray(part.length);
    }
    this.#size -= count;
    return taken;
  }

  /** Nobody will read what is there. */
  clear(): void {
    this.#ready.length = 0;
    this.#ahead = [];
    this.#size = 0;
  }
}
