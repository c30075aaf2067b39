import { statOf } from '../files/path.ts';
import { sysctl as run } from '../sysctl.ts';
import { applet } from './applet.ts';

/** sysctl: shows and sets the kernel's parameters. */
export const sysctl = applet({
  short: 'neqaAwp',
  stopAtOperand: true,
  *run(call) {
    return yield* run(call, {
      // It looks for the first part with dots and slashes changed for each other, and says it so where there is none.
      unknown: (key, path) => {
        const [, first = ''] = /^\/proc\/sys\/+([^/]*)/.exec(path) ?? [];
        const known = statOf(call.sys, `/proc/sys/${first}`) !== undefined;
        return `error: '${known ? key : key.replace(/[./]/g, (mark) => (mark === '.' ? '/' : '.'))}' is an unknown key`;
      },
      form: (word) => `error: '${word}' must be of the form name=value`,
      cannotRead: (key, reason) => `error reading key '${key}': ${reason}`,
      cannotSet: (key, reason) => `error setting key '${key}': ${reason}`,
      cannotOpen: (path, reason) => `${path}: ${reason}`,
      badLine: (_, line) => `bad line ${line}: 1 tokens found, 2 needed`,
      keyless: (word) => `error: malformed setting '${word}'`,
      rough: true,
    });
  },
});
