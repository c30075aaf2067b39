import { runInEnvironment } from '../environment.ts';
import { gnu } from './gnu.ts';

/** env: prints the environment or runs a program in a changed one. */
export const env = gnu({
  short: 'i0u:C:S:v',
  long: { 'ignore-environment': 'i', null: '0', unset: 'u', chdir: 'C', 'split-string': 'S', debug: 'v' },
  lacks: ['C', 'S', 'v'],
  stopAtOperand: true,
  misuse: 125,
  run: (call) => runInEnvironment(call, (name, reason) => `‘${name}’: ${reason}`),
});
