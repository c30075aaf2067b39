import { verb } from '../cli.ts';
import { prune } from './prune.ts';

export const builder = verb({
  name: 'builder',
  short: 'Manage builds',
  notes: ['legacyBuilder'],
  commands: [prune],
});
