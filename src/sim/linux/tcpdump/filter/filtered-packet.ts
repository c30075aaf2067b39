import { viewOf } from '../../../kernel/wire/bytes.ts';

/** What a filter is asked about. */
export interface Filtered {
  /** From the link header on. */
  readonly bytes: Uint8Array;
  /** On the wire. */
  readonly length: number;
  /** Sent from here; undefined where that is not known, as in a savefile. */
  readonly outgoing?: boolean;
  readonly device?: number;
}

/** Thrown by a load behind the packet's end: the packet is not wanted then, whatever else the filter says (bpf_filter()). */
const OUT_OF_BOUNDS = Symbol('out of bounds');

/** A packet as a filter loads from it, big-endian. */
export class FilteredPacket {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly outgoing: boolean;
  readonly device: number;
  readonly #view: DataView;

  constructor({ bytes, length, outgoing, device }: Filtered) {
    this.bytes = bytes;
    this.length = length;
    this.outgoing = outgoing ?? false;
    this.device = device ?? 0;
    this.#view = viewOf(bytes);
  }

  load(at: number, size: 1 | 2 | 4): number {
    if (at + size > this.bytes.length) throw OUT_OF_BOUNDS;
    if (size === 1) return this.#view.getUint8(at);
    return size === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }
}

export type Test = (packet: FilteredPacket) => boolean;

export const not =
  (test: Test): Test =>
  (packet) =>
    !test(packet);
export const and =
  (...tests: readonly Test[]): Test =>
  (packet) =>
    tests.every((test) => test(packet));
export const or =
  (...tests: readonly Test[]): Test =>
  (packet) =>
    tests.some((test) => test(packet));

/** Is the packet wanted? */
export function passes(test: Test, filtered: Filtered): boolean {
  try {
    return test(new FilteredPacket(filtered));
  } catch (error) {
    if (error === OUT_OF_BOUNDS) return false;
    throw error;
  }
}
