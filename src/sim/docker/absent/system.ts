import * as flag from '../../command/flags.ts';
import { FORMAT_HELP, INSPECT_FORMAT_HELP } from '../format-help.ts';
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

export const events = absent({
  name: 'events',
  usage: '[OPTIONS]',
  short: 'Get real time events from the server',
  twins: ['events'],
  flags: {
    filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
    format: flag.string(INSPECT_FORMAT_HELP),
    since: flag.string('Show all events created since timestamp'),
    until: flag.string('Stream events until this timestamp'),
  },
});

export const pruneSystem = absent({
  name: 'prune',
  usage: '[OPTIONS]',
  short: 'Remove unused data',
  flags: {
    all: flag.bool('Remove all unused images not just dangling ones', { short: 'a' }),
    filter: flag.filter('Provide filter values (e.g. "label=<key>=<value>")'),
    force: flag.bool('Do not prompt for confirmation', { short: 'f' }),
    volumes: flag.bool('Prune anonymous volumes'),
  },
});
