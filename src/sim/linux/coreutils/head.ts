import { Failure, oldCount } from '../call.ts';
import { head as firstParts } from '../text/head.ts';
import { gnu } from './gnu.ts';
import { CANNOT_OPEN, sizeOf } from './size.ts';

/** head: the first lines or bytes of files. */
export const head = gnu({
  short: 'c:n:qvz',
  long: { bytes: 'c', lines: 'n', quiet: 'q', silent: 'q', verbose: 'v', 'zero-terminated': 'z' },
  lacks: ['z'],
  rewrite: oldCount,
  *run(call) {
    const unit = call.options.last('n', 'c') === 'c' ? 'bytes' : 'lines';
    const text = call.options.value(unit === 'bytes' ? 'c' : 'n') ?? '10';
    const size = sizeOf(text.replace(/^-/, ''));
    if (size === undefined) throw new Failure(`invalid number of ${unit}: ‘${text}’`);
    return yield* firstParts(call, { unit, count: text.startsWith('-') ? -size : size }, CANNOT_OPEN);
  },
});
