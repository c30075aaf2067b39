import { rangeArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, verb } from '../cli.ts';
import { familiarName, parseReference } from '../image-reference.ts';

export const commit = verb({
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
  completes: ['container'],
  *run(cli, { args: [container = '', name = ''], flags }) {
    const reference = name === '' ? undefined : parseReference(name);
    const { Id } = yield* cli.client.containerCommit(container, {
      repository: reference === undefined ? '' : familiarName(reference),
      tag: reference === undefined ? '' : (reference.tag ?? 'latest'),
      comment: flags.message,
      author: flags.author,
      changes: flags.change,
      pause: flags.pause,
    });
    yield* print(cli, `${Id}\n`);
    return 0;
  },
});
