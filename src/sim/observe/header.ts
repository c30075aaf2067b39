import { bytesToMac, formatIpv4 } from '../kernel/wire/address.ts';
import { viewOf } from '../kernel/wire/bytes.ts';

/** A field of a header, by its place among the bytes: from `start` up to, not including, `end`. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A protocol's header, or what it carries. */
export interface Layer {
  readonly name: string;
  readonly fields: readonly Field[];
}

/** Reads the fields of one header, at its place in the whole. */
export class Header {
  readonly fields: Field[] = [];
  readonly #bytes: Uint8Array;
  readonly #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  number(offset: number, length: 1 | 2 | 4): number {
    const view = viewOf(this.#bytes);
    const at = this.#at + offset;
    if (at + length > this.#bytes.length) return 0;
    return length === 1 ? view.getUint8(at) : length === 2 ? view.getUint16(at) : view.getUint32(at);
  }

  /** Notes a field; nothing where the bytes end before it. */
  note(name: string, offset: number, length: number, value: string): this {
    const start = this.#at + offset;
    if (start + length <= this.#bytes.length) this.fields.push({ name, value, start, end: start + length });
    return this;
  }

  count(name: string, offset: number, length: 1 | 2 | 4): this {
    return this.note(name, offset, length, String(this.number(offset, length)));
  }

  mac(name: string, offset: number): this {
    const start = this.#at + offset;
    return this.note(name, offset, 6, bytesToMac(this.#bytes.subarray(start, start + 6)));
  }

  address(name: string, offset: number): this {
    return this.note(name, offset, 4, formatIpv4(this.number(offset, 4)));
  }
}

/** `0x` and so many digits. */
export const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
