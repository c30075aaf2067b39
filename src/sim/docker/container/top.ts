import { minArgs } from '../../command/argument-rules.ts';
import { tabulate } from '../../command/table.ts';
import { print, verb } from '../cli.ts';

export const top = verb({
  name: 'top',
  usage: 'CONTAINER [ps OPTIONS]',
  short: 'Display the running processes of a container',
  twins: ['top'],
  args: minArgs(1),
  interspersed: false,
  completes: ['running'],
  *run(cli, { args }) {
    const [name = '', ...options] = args;
    const { Titles, Processes } = yield* cli.client.containerTop(name, options);
    const lines = [Titles, ...Processes].map((cells) => `${cells.join('\t')}\n`);
    yield* print(cli, tabulate(lines.join(''), { minWidth: 20, padding: 3 }));
    return 0;
  },
});
