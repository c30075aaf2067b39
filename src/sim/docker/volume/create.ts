import { maxArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, printError, verb } from '../cli.ts';
import { labelMap, labels } from '../option-lists.ts';

export const create = verb({
  name: 'create',
  usage: '[OPTIONS] [VOLUME]',
  short: 'Create a volume',
  args: maxArgs(1),
  flags: {
    driver: flag.string('Specify volume driver name', { short: 'd', default: 'local' }),
    name: flag.string('Specify volume name', { hidden: true }),
    label: labels('Set metadata for a volume'),
    opt: flag.map('Set driver specific options', { short: 'o' }),
  },
  *run(cli, { args, flags }) {
    if (flags.name !== '' && args.length > 0) {
      yield* printError(
        cli,
        'conflicting options: cannot specify a volume-name through both --name and as a positional arg\n',
      );
      return 1;
    }
    const { Name } = yield* cli.client.volumeCreate({
      Name: args[0] ?? flags.name,
      Driver: flags.driver,
      ...(flags.opt.size > 0 ? { DriverOpts: Object.fromEntries(flags.opt) } : {}),
      ...(flags.label.length > 0 ? { Labels: labelMap(flags.label) } : {}),
    });
    yield* print(cli, `${Name}\n`);
    return 0;
  },
});
