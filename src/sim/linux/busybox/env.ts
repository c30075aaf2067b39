import { runInEnvironment } from '../environment.ts';
import { applet } from './applet.ts';

/** env: prints the environment or runs a program in a changed one. */
export const env = applet({
  short: 'i0u:',
  long: { 'ignore-environment': 'i', null: '0', unset: 'u' },
  stopAtOperand: true,
  run: (call) => runInEnvironment(call, (name, reason) => `can't execute '${name}': ${reason}`),
});
