import { defineProgram } from '../call.ts';
import { isExecutable, placesOf } from '../search-path.ts';

/** which of debianutils: where programs are. */
export const which = defineProgram(
  {
    short: 'as',
    *run(call) {
      const { sys, options, operands } = call;
      let status = operands.length === 0 ? 1 : 0;
      for (const name of operands) {
        const found = placesOf(name, sys.env.get('PATH')).filter((path) => isExecutable(sys, path));
        if (found.length === 0) status = 1;
        if (options.has('s')) continue;
        for (const path of options.has('a') ? found : found.slice(0, 1)) yield* call.print(`${path}\n`);
      }
      return status;
    },
  },
  function* (sys, _name, { text }) {
    const letter = /'(.)'/.exec(text)?.[1] ?? '?';
    yield* sys.write(2, `Illegal option -${letter}\nUsage: /usr/bin/which [-as] args\n`);
    return 2;
  },
);
