import { rangeArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { absent } from './absent.ts';

export const commit = absent({
  name: 'commit',
  usage: '[OPTIONS] CONTAINER [REPOSITORY[:TAG]]',
  short: "Create a new image from a container's changes",
  twins: ['commit'],
  args: rangeArgs(1, 2),
  flags: {
    author: flag.string('Author (e.g., "John Hannibal Smith <hannibal@a-team.com>")', { short: 'a' }),
    change: flag.list('Apply Dockerfile instruction to the created image', { short: 'c' }),
    message: flag.string('Commit message', { short: 'm' }),
    pause: flag.bool('Pause container during commit', { short: 'p', default: true }),
  },
});
