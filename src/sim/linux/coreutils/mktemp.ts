import { Misuse } from '../call.ts';
import { mktemp as run } from '../text/mktemp.ts';
import { gnu } from './gnu.ts';

/** mktemp: a file of its own. */
export const mktemp = gnu({
  short: 'dqtp:uV',
  long: { directory: 'd', 'dry-run': 'u', quiet: 'q', tmpdir: 'p', suffix: 'suffix:' },
  *run(call) {
    if (call.operands.length > 1) throw new Misuse('too many templates');
    return yield* run(call, {
      template: 'tmp.XXXXXXXXXX',
      tooFew: (template) => `too few X's in template ‘${template}’`,
      failed: (template, what, reason) => `failed to create ${what} via template ‘${template}’: ${reason}`,
    });
  },
});
