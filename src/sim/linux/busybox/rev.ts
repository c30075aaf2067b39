import { bare, eachInput, LineReader, PLAIN } from '../inputs.ts';
import { applet } from './applet.ts';

/** rev: each line backwards. */
export const rev = applet({
  *run(call) {
    const well = yield* eachInput(call, call.operands, PLAIN, function* (fd) {
      const reader = new LineReader(call.sys, fd);
      for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next())
        yield* call.print([...bare(line)].reverse().join('') + line.slice(bare(line).length));
    });
    return well ? 0 : 1;
  },
});
