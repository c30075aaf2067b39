import { viewOf } from './bytes.ts';
import { encodeLabels, readName } from './dns-name.ts';

/** Reads a DNS message from its beginning; every read beyond the end throws RangeError. */
export class DnsReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }

  get offset(): number {
    return this.#at;
  }

  uint16(): number {
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2);
  }

  uint32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4);
  }

  take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw new RangeError('data runs over the end');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  name(): string {
    const { name, end } = readName(this.#bytes, this.#at);
    this.#at = end;
    return name;
  }
}

/** Writes a DNS message from its beginning. */
export class DnsWriter {
  readonly #bytes: number[] = [];
  /** Where the names that begin with a label of an earlier name stand. */
  readonly #names = new Map<string, number>();
  readonly #compress: boolean;

  /** @param compress let names point to earlier ones (RFC 1035 §4.1.4) */
  constructor(compress: boolean) {
    this.#compress = compress;
  }

  uint16(value: number): void {
    this.#bytes.push(value >> 8, value & 0xff);
  }

  uint32(value: number): void {
    this.uint16(value >>> 16);
    this.uint16(value & 0xffff);
  }

  put(data: Uint8Array): void {
    this.#bytes.push(...data);
  }

  /** Throws RangeError when `name` cannot be a domain name. */
  name(name: string): void {
    const labels = encodeLabels(name);
    if (labels === undefined) throw new RangeError(`not a domain name: ${name}`);
    for (let i = 0; i < labels.length; i++) {
      const suffix = JSON.stringify(labels.slice(i));
      const earlier = this.#names.get(suffix);
      if (earlier !== undefined) {
        this.uint16(0xc000 | earlier);
        return;
      }
      if (this.#compress && this.#bytes.length < 0x4000) this.#names.set(suffix, this.#bytes.length);
      const label = labels[i] ?? [];
      this.#bytes.push(label.length, ...label);
    }
    this.#bytes.push(0);
  }

  /** Writes what `body` writes behind its length. */
  sized(body: () => void): void {
    const start = this.#bytes.length;
    this.uint16(0);
    body();
    const length = this.#bytes.length - start - 2;
    this.#bytes[start] = length >> 8;
    this.#bytes[start + 1] = length & 0xff;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
