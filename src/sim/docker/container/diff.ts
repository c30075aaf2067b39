import { exactArgs } from '../../command/argument-rules.ts';
import { print, verb } from '../cli.ts';

const KINDS = ['C', 'A', 'D'] as const;

export const diff = verb({
  name: 'diff',
  usage: 'CONTAINER',
  short: "Inspect changes to files or directories on a container's filesystem",
  twins: ['diff'],
  args: exactArgs(1),
  completes: ['container'],
  *run(cli, { args: [name = ''] }) {
    const changes = (yield* cli.client.containerDiff(name)) ?? [];
    yield* print(cli, changes.map(({ Kind, Path }) => `${KINDS[Kind]} ${Path}\n`).join(''));
    return 0;
  },
});
