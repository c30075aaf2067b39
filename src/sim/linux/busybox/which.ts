import { isExecutable, placesOf } from '../search-path.ts';
import { applet } from './applet.ts';

/** which: where programs are. */
export const which = applet({
  short: 'a',
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const { sys, options, operands } = call;
    let status = 0;
    for (const name of operands) {
      const found = placesOf(name, sys.env.get('PATH')).filter((path) => isExecutable(sys, path));
      if (found.length === 0) status = 1;
      for (const path of options.has('a') ? found : found.slice(0, 1)) yield* call.print(`${path}\n`);
    }
    return status;
  },
});
