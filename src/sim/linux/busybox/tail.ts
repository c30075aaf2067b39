import { Failure, oldCount } from '../call.ts';
import { tail as lastParts } from '../text/tail.ts';
import { applet } from './applet.ts';
import { sizedNumber } from './number.ts';

/** `tail +3` is `tail -n +3`. */
const oldForms = (words: readonly string[]): readonly string[] =>
  /^\+\d+$/.test(words[0] ?? '') ? ['-n', ...words] : oldCount(words);

/** tail: the last lines or bytes of files. */
export const tail = applet({
  short: 'fc:n:qs:vF',
  rewrite: oldForms,
  *run(call) {
    const key = call.options.last('n', 'c');
    const text = (key && call.options.value(key)) ?? '10';
    const amount = {
      unit: key === 'c' ? 'bytes' : 'lines',
      count: sizedNumber(text.replace(/^[-+]/, '')),
      fromStart: text.startsWith('+'),
    } as const;
    let missing = 0;
    const status = yield* lastParts(call, amount, {
      open(path, reason) {
        missing++;
        return `can't open '${path}': ${reason}`;
      },
      read: (_path, reason) => `read error: ${reason}`,
    });
    // It looks at how many it could open only once it has tried them all.
    if (missing > 0 && missing === call.operands.length) throw new Failure('no files');
    return status;
  },
});
