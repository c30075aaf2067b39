import { minArgs } from '../../command/argument-rules.ts';
import { type Verb, verb } from '../cli.ts';
import { absent } from './absent.ts';

/** Commands that docker shows only on a Swarm manager, or with experimental features on; they can be typed all the same. */
const hidden = (name: string, short: string): Verb =>
  absent({ name, short, hidden: true, args: minArgs(0), interspersed: false });

export const updateVolume = hidden('update', 'Update a volume (cluster volumes only)');

export const checkpoint = verb({
  name: 'checkpoint',
  short: 'Manage checkpoints',
  hidden: true,
  notes: ['experimentalDaemon'],
  commands: [
    hidden('create', 'Create a checkpoint from a running container'),
    hidden('ls', 'List checkpoints for a container'),
    hidden('rm', 'Remove a checkpoint'),
  ],
});

/** A plugin of docker's, that has options of its own. */
export const compose = absent({
  name: 'compose',
  short: 'Docker Compose',
  family: 'plugin',
  args: minArgs(0),
  interspersed: false,
});
