import { applet } from './applet.ts';
import { duration } from './number.ts';

/** sleep: for the sum of its operands. */
export const sleep = applet({
  operands: [1, Number.POSITIVE_INFINITY],
  literal: true,
  *run(call) {
    const spans = call.operands.map((word) =>
      /^inf(inity)?$/i.test(word) ? Number.MAX_SAFE_INTEGER / 4 : duration(word),
    );
    yield* call.sys.sleep(spans.reduce((sum, span) => sum + span, 0));
    return 0;
  },
});
