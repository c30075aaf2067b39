import type { Complaints } from '../inputs.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 512,
  kB: 1000,
  K: 1024,
  k: 1024,
  KiB: 1024,
  MB: 1000 ** 2,
  M: 1024 ** 2,
  G: 1024 ** 3,
};

/** A count with a unit, as head and tail take it; undefined when it is none. */
export function sizeOf(text: string): number | undefined {
  const match = /^(\d+)([a-zA-Z]*)$/.exec(text);
  const unit = match === null ? undefined : UNITS[match[2] ?? ''];
  return unit === undefined ? undefined : Number(match?.[1]) * unit;
}

/** The complaints of head and tail. */
export const CANNOT_OPEN: Complaints = {
  open: (path, reason) => `cannot open '${path}' for reading: ${reason}`,
  read: (path, reason) => `error reading '${path}': ${reason}`,
};
