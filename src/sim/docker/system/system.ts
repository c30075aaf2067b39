import { df, events, pruneSystem } from '../absent/system.ts';
import { verb } from '../cli.ts';
import { info } from './info.ts';

export const system = verb({
  name: 'system',
  short: 'Manage Docker',
  commands: [df, events, info, pruneSystem],
});
