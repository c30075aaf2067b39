import { sha256 } from '../../tar/sha256.ts';
import { PLAIN } from '../inputs.ts';
import { checksums, type Digest } from '../text/checksum.ts';
import { md5 } from '../text/md5.ts';
import { applet } from './applet.ts';

const sums = (digest: Digest) =>
  applet({
    short: 'csw',
    run: (call) =>
      checksums(call, digest, {
        complaints: { ...PLAIN, open: (path, reason) => `can't open '${path}': ${reason}` },
        mismatch: (failed, of) => `WARNING: ${failed} of ${of} computed checksums did NOT match`,
      }),
  });

/** md5sum and sha256sum: what a file's contents come to. */
export const md5sum = sums(md5);
export const sha256sum = sums(sha256);
