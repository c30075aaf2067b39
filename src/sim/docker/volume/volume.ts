import { updateVolume } from '../absent/hidden.ts';
import { verb } from '../cli.ts';
import { create } from './create.ts';
import { inspectVolume } from './inspect.ts';
import { ls } from './ls.ts';
import { prune } from './prune.ts';
import { rm } from './rm.ts';

export const volume = verb({
  name: 'volume',
  usage: 'COMMAND',
  short: 'Manage volumes',
  commands: [create, inspectVolume, ls, prune, rm, updateVolume],
});
