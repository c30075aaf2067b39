import { eachInput, PLAIN } from '../inputs.ts';
import { readAll } from '../read-file.ts';
import { applet } from './applet.ts';

/** tac: lines, the last first. */
export const tac = applet({
  *run(call) {
    const well = yield* eachInput(call, call.operands, PLAIN, function* (fd) {
      const text = new TextDecoder().decode(yield* readAll(call.sys, fd));
      const lines = text.split(/(?<=\n)/);
      yield* call.print(text === '' ? '' : lines.reverse().join(''));
    });
    return well ? 0 : 1;
  },
});
