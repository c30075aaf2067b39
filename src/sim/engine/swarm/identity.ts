import type { Random } from '../../kernel/random.ts';

/** `bytes` random bytes as a number in base 36, of `width` digits. */
function base36(random: Random, bytes: number, width: number): string {
  return BigInt(`0x${random.hex(bytes * 2)}`)
    .toString(36)
    .padStart(width, '0')
    .slice(-width);
}

/** An id of anything that a swarm has: 25 digits, the first of which is no 0 (swarmkit/identity). */
export function newId(random: Random): string {
  for (;;) {
    const id = base36(random, 16, 25);
    if (!id.startsWith('0')) return id;
  }
}

/** What a join token says of its swarm's root certificate. */
export const newDigest = (random: Random): string => base36(random, 32, 50);

export const newSecret = (random: Random): string => base36(random, 16, 25);

export const newUnlockKey = (random: Random): string =>
  `SWMKEY-1-${btoa(String.fromCharCode(...random.bytes(32))).replace(/=+$/, '')}`;
