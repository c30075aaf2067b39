import { maxArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, verb } from '../cli.ts';
import { labelMap, labels } from '../option-lists.ts';

export const create = verb({
  name: 'create',
  usage: '[OPTIONS] [VOLUME]',
  short: 'Create a volume',
  args: maxArgs(1),
  flags: {
    driver: flag.string('Specify volume driver name', { short: 'd', default: 'local' }),
    label: labels('Set metadata for a volume'),
    opt: flag.map('Set driver specific options', { short: 'o' }),
  },
  *run(cli, { args, flags }) {
    const { Name } = yield* cli.client.volumeCreate({
      Name: args[0] ?? '',
      Driver: flags.driver,
      ...(flags.opt.size > 0 ? { DriverOpts: Object.fromEntries(flags.opt) } : {}),
      ...(flags.label.length > 0 ? { Labels: labelMap(flags.label) } : {}),
    });
    yield* print(cli, `${Name}\n`);
    return 0;
  },
});
