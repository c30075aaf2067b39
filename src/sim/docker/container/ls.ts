import type { ContainerListOptions } from '../../client/container.ts';
import * as flag from '../../command/flags.ts';
import { template } from '../../command/template/template.ts';
import { Struct } from '../../command/template/value.ts';
import { type Cli, printError, verb } from '../cli.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { containerListing, emptyContainer } from '../formatter/container.ts';
import { printList, rowOf } from '../formatter/list.ts';

const QUIET = '{{.ID}}';
const TABLE = 'table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}';

/** Runs the template on an empty row, so that a bad one fails before the engine is asked; tells whether it wants `.Size`. */
function rehearse(format: string, row: Struct): boolean {
  let wantsSize = false;
  const watched = new Map(row.fields);
  watched.set('Size', () => {
    wantsSize = true;
    return '';
  });
  let parsed: ReturnType<typeof template>;
  try {
    parsed = template(format);
  } catch (error) {
    throw new Error(`failed to parse template: ${(error as Error).message}`);
  }
  try {
    parsed.execute(new Struct(row.type, watched));
  } catch (error) {
    throw new Error(`failed to execute template: ${(error as Error).message}`);
  }
  return wantsSize;
}

function templateFor(format: string, quiet: boolean, size: boolean): string {
  if (quiet) return QUIET;
  if (format !== '' && format !== 'table') return format;
  return size ? `${TABLE}\t{{.Size}}` : TABLE;
}

const seconds = (cli: Cli): number => cli.sys.realtime() / 1e6;

export const ls = verb({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List containers',
  aliases: ['list', 'ps'],
  twins: ['ps'],
  flags: {
    all: flag.bool('Show all containers (default shows just running)', { short: 'a' }),
    filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
    format: flag.string(FORMAT_HELP),
    last: flag.int('Show n last created containers (includes all states)', { short: 'n', default: -1 }),
    latest: flag.bool('Show the latest created container (includes all states)', { short: 'l' }),
    'no-trunc': flag.bool("Don't truncate output"),
    quiet: flag.bool('Only display container IDs', { short: 'q' }),
    size: flag.bool('Display total file sizes', { short: 's' }),
  },
  common: 3,
  *run(cli, { flags, changed }) {
    if (flags.quiet && flags.format !== '') {
      yield* printError(cli, 'WARNING: Ignoring custom format, because both --format and --quiet are set.\n');
    }
    const truncate = !flags['no-trunc'];
    const listing = containerListing(truncate, seconds(cli));
    const wantsSize = flags.format !== '' && rehearse(flags.format, rowOf(listing, emptyContainer));
    const size = flags.size || (wantsSize && !flags.quiet && !changed.has('size'));
    const options: ContainerListOptions = {
      all: flags.all,
      size,
      limit: flags.latest && flags.last === -1 ? 1 : flags.last,
      filters: flags.filter,
    };
    const containers = yield* cli.client.containerList(options);
    yield* printList(
      cli,
      containerListing(truncate, seconds(cli)),
      templateFor(flags.format, flags.quiet, size),
      containers,
    );
    return 0;
  },
});
