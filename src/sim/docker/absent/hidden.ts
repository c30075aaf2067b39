import { minArgs } from '../../command/argument-rules.ts';
import type { Verb } from '../cli.ts';
import { absent } from './absent.ts';

/** Commands that docker shows only on a Swarm manager, or with experimental features on; they can be typed all the same. */
const hidden = (name: string, short: string): Verb =>
  absent({ name, short, hidden: true, args: minArgs(0), interspersed: false });

export const updateVolume = hidden('update', 'Update a volume (cluster volumes only)');

export const checkpoint = hidden('checkpoint', 'Manage checkpoints');

/** A plugin of docker's, that has options of its own. */
export const compose = absent({
  name: 'compose',
  short: 'Docker Compose',
  family: 'plugin',
  args: minArgs(0),
  interspersed: false,
});
