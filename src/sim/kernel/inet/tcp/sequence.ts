/** Sequence numbers of TCP: whole numbers modulo 2³² (RFC 9293 §3.4). */
export type Sequence = number;

export const advance = (sequence: Sequence, by: number): Sequence => (sequence + by) >>> 0;

/** How far `to` is ahead of `from`; negative where it is behind. */
export const distance = (from: Sequence, to: Sequence): number => (to - from) | 0;

export const isBefore = (a: Sequence, b: Sequence): boolean => distance(a, b) > 0;
