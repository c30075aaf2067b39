import { sha256 } from '../../tar/sha256.ts';
import type { Predefined } from './address-space.ts';
import { IPV6, type Prefix } from './prefix.ts';

const encoder = new TextEncoder();

/**
 * The /48 of unique local addresses (RFC 4193) that an engine cuts /64s from, always the same of the same id: its global id is
 * the last 40 of the first 64 bits of the id's hash (moby's deriveULABaseNetwork).
 */
export function uniqueLocalPool(engineId: string): Predefined<string> {
  const gid = sha256(encoder.encode(engineId)).slice(6, 16);
  const base = IPV6.parsePrefix(`fd${gid.slice(0, 2)}:${gid.slice(2, 6)}:${gid.slice(6)}::/48`) as Prefix<string>;
  return { base, size: 64 };
}
