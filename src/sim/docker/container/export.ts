import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { writeFile } from '../../tar/files.ts';
import { STDOUT, verb } from '../cli.ts';
import { checkArchiveOutput } from './cp/local.ts';

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
    checkArchiveOutput(cli, output, 'failed to export container');
    const archive = yield* cli.client.containerExport(name);
    if (output === '') yield* cli.sys.write(STDOUT, archive);
    else yield* writeFile(cli.sys, output, archive);
    return 0;
  },
});
