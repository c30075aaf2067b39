import { sha256 } from '../../tar/sha256.ts';
import { PLAIN } from '../inputs.ts';
import { checksums, type Digest } from '../text/checksum.ts';
import { md5 } from '../text/md5.ts';
import { gnu } from './gnu.ts';

const sums = (digest: Digest) =>
  gnu({
    short: 'bctwz',
    long: { check: 'c', status: 's', text: 't', binary: 'b', tag: 'tag', zero: 'z', quiet: 'quiet', strict: 'strict' },
    lacks: ['b', 'z', 'tag', 'quiet', 'strict'],
    run: (call) =>
      checksums(call, digest, {
        complaints: PLAIN,
        mismatch: (failed) => `WARNING: ${failed} computed checksum${failed === 1 ? '' : 's'} did NOT match`,
      }),
  });

/** md5sum and sha256sum: what a file's contents come to. */
export const md5sum = sums(md5);
export const sha256sum = sums(sha256);
