import { Misuse } from '../call.ts';
import { sysctl as run } from '../sysctl.ts';
import { applet } from './applet.ts';

/** sysctl: shows and sets the kernel's parameters. */
export const sysctl = applet({
  short: 'neqaAwp',
  *run(call) {
    const { options, operands } = call;
    if (operands.length === 0 && !options.has('a') && !options.has('A') && !options.has('p')) throw new Misuse();
    return yield* run(call, {
      unknown: (key) => `error: '${key}' is an unknown key`,
      form: (word) => `error: '${word}' must be of the form name=value`,
      cannotRead: (key, reason) => `error reading key '${key}': ${reason}`,
      cannotSet: (key, reason) => `error setting key '${key}': ${reason}`,
      cannotOpen: (path, reason) => `${path}: ${reason}`,
    });
  },
});
