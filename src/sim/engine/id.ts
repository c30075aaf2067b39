import type { Random } from '../kernel/random.ts';
import { type EngineError, invalidParameter, notFound } from './errors.ts';

/** 64 hexadecimal digits whose first twelve are not all decimal: those could be taken for a number (moby/pkg/stringid). */
export function generateId(random: Random): string {
  for (;;) {
    const id = random.hex(64);
    if (/[a-f]/.test(id.slice(0, 12))) return id;
  }
}

export const shortId = (id: string): string => id.slice(0, 12);

/** The one id that begins with `prefix`. Throws when it is none, or several. */
export function findByPrefix(ids: Iterable<string>, prefix: string, kind: string): string {
  const found = [...ids].filter((id) => id.startsWith(prefix));
  if (found.length === 1) return found[0] as string;
  if (found.length === 0) throw notFound(`No such ${kind}: ${prefix}`);
  throw ambiguous(prefix);
}

const ambiguous = (prefix: string): EngineError =>
  invalidParameter(`multiple IDs found with provided prefix: ${prefix}`);
