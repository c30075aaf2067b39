import { oldCount } from '../call.ts';
import { PLAIN } from '../inputs.ts';
import { head as firstParts } from '../text/head.ts';
import { applet } from './applet.ts';
import { sizedNumber } from './number.ts';

/** head: the first lines or bytes of files. */
export const head = applet({
  short: 'n:c:qv',
  rewrite: oldCount,
  *run(call) {
    const key = call.options.last('n', 'c');
    const text = (key && call.options.value(key)) ?? '10';
    const count = text.startsWith('-') ? -sizedNumber(text.slice(1)) : sizedNumber(text);
    return yield* firstParts(
      call,
      { unit: key === 'c' ? 'bytes' : 'lines', count },
      {
        ...PLAIN,
        read: (path) => `${path}: Input/output error`,
      },
    );
  },
});
