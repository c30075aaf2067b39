import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { writeFile } from '../../tar/files.ts';
import { STDOUT, verb } from '../cli.ts';
import { checkOutputPath } from './cp/local.ts';

export const exportContainer = verb({
  name: 'export',
  usage: '[OPTIONS] CONTAINER',
  short: "Export a container's filesystem as a tar archive",
  twins: ['export'],
  args: exactArgs(1),
  flags: {
    output: flag.string('Write to a file, instead of STDOUT', { short: 'o' }),
  },
  completes: ['container'],
  *run(cli, { args: [name = ''], flags: { output } }) {
    if (output === '' && cli.sys.isatty(STDOUT)) {
      throw new Error('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    }
    if (output !== '') {
      try {
        checkOutputPath(cli.sys, output);
      } catch (error) {
        throw new Error(`failed to export container: ${(error as Error).message}`);
      }
    }
    const archive = yield* cli.client.containerExport(name);
    if (output === '') yield* cli.sys.write(STDOUT, archive);
    else yield* writeFile(cli.sys, output, archive);
    return 0;
  },
});
