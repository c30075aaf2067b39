import * as flag from '../../command/flags.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { absent } from './absent.ts';

export const df = absent({
  name: 'df',
  usage: '[OPTIONS]',
  short: 'Show docker disk usage',
  flags: {
    format: flag.string(FORMAT_HELP),
    verbose: flag.bool('Show detailed information on space usage', { short: 'v' }),
  },
});
