/** What was written and is not yet acknowledged, in order. Offsets count from the first such byte. */
export class SendBuffer {
  #bytes = new Uint8Array(4096);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  append(data: Uint8Array): void {
    if (this.#end + data.length > this.#bytes.length) this.#makeRoom(data.length);
    this.#bytes.set(data, this.#end);
    this.#end += data.length;
  }

  #makeRoom(wanted: number): void {
    const kept = this.#bytes.subarray(this.#start, this.#end);
    const needed = kept.length + wanted;
    if (2 * needed <= this.#bytes.length) this.#bytes.copyWithin(0, this.#start, this.#end);
    else {
      this.#bytes = new Uint8Array(2 * needed);
      this.#bytes.set(kept);
    }
    this.#end = kept.length;
    this.#start = 0;
  }

  /** Shares the buffer: to be used before the next {@link append}. */
  slice(offset: number, length: number): Uint8Array {
    return this.#bytes.subarray(this.#start + offset, Math.min(this.#start + offset + length, this.#end));
  }

  /** The first `count` bytes have arrived. */
  drop(count: number): void {
    this.#start = Math.min(this.#start + count, this.#end);
  }
}
