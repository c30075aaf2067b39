import { Failure, oldCount } from '../call.ts';
import { tail as lastParts } from '../text/tail.ts';
import { gnu } from './gnu.ts';
import { CANNOT_OPEN, sizeOf } from './size.ts';

const oldForms = (words: readonly string[]): readonly string[] =>
  /^\+\d+$/.test(words[0] ?? '') ? ['-n', ...words] : oldCount(words);

/** tail: the last lines or bytes of files. */
export const tail = gnu({
  short: 'c:n:fFqs:vz',
  long: {
    bytes: 'c',
    lines: 'n',
    follow: 'f',
    quiet: 'q',
    silent: 'q',
    verbose: 'v',
    'sleep-interval': 's',
    retry: 'retry',
    pid: 'pid:',
  },
  lacks: ['z', 'retry', 'pid'],
  rewrite: oldForms,
  *run(call) {
    const unit = call.options.last('n', 'c') === 'c' ? 'bytes' : 'lines';
    const text = call.options.value(unit === 'bytes' ? 'c' : 'n') ?? '10';
    const count = sizeOf(text.replace(/^[-+]/, ''));
    if (count === undefined) throw new Failure(`invalid number of ${unit}: ‘${text}’`);
    return yield* lastParts(call, { unit, count, fromStart: text.startsWith('+') }, CANNOT_OPEN);
  },
});
