import { defineProgram } from '../call.ts';
import { sysctl as run } from '../sysctl.ts';
import { SYSCTL_USAGE } from './sysctl-usage.ts';

/** sysctl of procps: shows and sets the kernel's parameters. */
export const sysctl = defineProgram(
  {
    short: 'bneNwfp::qoxaAXr:Vdh',
    long: {
      ...{
        all: 'a',
        binary: 'b',
        ignore: 'e',
        names: 'N',
        values: 'n',
        load: 'p',
        pattern: 'r',
        quiet: 'q',
        write: 'w',
      },
      ...{ system: 'system', 'dry-run': 'dry-run', deprecated: 'deprecated', help: 'h', version: 'V' },
    },
    lacks: ['system', 'dry-run', 'f'],
    *run(call) {
      const { options, operands } = call;
      if (options.has('h') || options.has('d') || options.has('V')) {
        yield* call.print(options.has('V') ? 'sysctl from procps-ng 4.0.7\n' : SYSCTL_USAGE);
        return 0;
      }
      if (operands.length === 0 && !['a', 'A', 'X', 'p'].some((key) => options.has(key))) {
        yield* call.warn("no variables specified\nTry `sysctl --help' for more information.");
        return 1;
      }
      return yield* run(call, {
        unknown: (_, path) => `cannot stat ${path}: No such file or directory`,
        form: () => 'command line(0): invalid syntax, continuing...',
        cannotRead: (key, reason) => `reading key "${key}": ${reason}`,
        cannotSet: (key, reason, ignored) =>
          reason === 'Permission denied' || reason === 'Operation not permitted'
            ? `permission denied on key "${key}"`
            : `setting key "${key}"${ignored ? ', ignoring' : ''}: ${reason}`,
        cannotOpen: (path, reason) => `cannot open "${path}": ${reason}`,
        badLine: (path, line) => `${path}(${line}): invalid syntax, continuing...`,
        keyless: (word) => (word === '=' ? undefined : 'Path is not under /proc/sys/: /proc/sys/'),
        rough: false,
      });
    },
  },
  function* (sys, name, { about, text }) {
    yield* sys.write(2, about === 'option' ? `${name}: ${text}\n` : '');
    yield* sys.write(about === 'option' ? 1 : 2, SYSCTL_USAGE);
    return about === 'option' ? 0 : 1;
  },
);
