import type { ImageHistoryItem } from '../../api/types/image.ts';
import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { humanDuration, humanSize } from '../../command/units.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { ellipsis } from '../formatter/ellipsis.ts';
import { unixTimeRfc3339 } from '../formatter/go-time.ts';
import { type Listing, printList, shortId } from '../formatter/list.ts';

const QUIET = '{{.ID}}';
const TABLE = 'table {{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}';
const CREATED_BY_WIDTH = 45;

/** A layer in a history (docker/cli's formatter_history.go); `now` in seconds since 1970. */
const historyListing = (truncate: boolean, human: boolean, now: number): Listing<ImageHistoryItem> => ({
  type: '*image.historyContext',
  columns: {
    ID: { heading: 'IMAGE', show: ({ Id }) => (truncate ? shortId(Id) : Id) },
    CreatedSince: {
      heading: 'CREATED',
      show: ({ Created }) => (human ? `${humanDuration(now - Created)} ago` : unixTimeRfc3339(Created)),
    },
    CreatedAt: { heading: 'CREATED AT', show: ({ Created }) => unixTimeRfc3339(Created) },
    CreatedBy: {
      heading: 'CREATED BY',
      show: ({ CreatedBy }) => {
        const text = CreatedBy.replaceAll('\t', ' ');
        return truncate ? ellipsis(text, CREATED_BY_WIDTH) : text;
      },
    },
    Size: { heading: 'SIZE', show: ({ Size }) => (human ? humanSize(Size, 3) : String(Size)) },
    Comment: { heading: 'COMMENT', show: ({ Comment }) => Comment },
  },
});

export const history = verb({
  name: 'history',
  usage: '[OPTIONS] IMAGE',
  short: 'Show the history of an image',
  twins: ['history'],
  args: exactArgs(1),
  flags: {
    format: flag.string(FORMAT_HELP),
    human: flag.bool('Print sizes and dates in human readable format', { short: 'H', default: true }),
    'no-trunc': flag.bool("Don't truncate output"),
    platform: flag.string(
      'Show history for the given platform. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")',
      { simulated: false },
    ),
    quiet: flag.bool('Only show image IDs', { short: 'q' }),
  },
  completes: ['image'],
  *run(cli, { args: [name = ''], flags }) {
    const layers = yield* cli.client.imageHistory(name);
    const plain = flags.format === '' || flags.format === 'table';
    const format = plain ? (flags.quiet ? QUIET : TABLE) : flags.format;
    const listing = historyListing(!flags['no-trunc'], flags.human, cli.sys.realtime() / 1e6);
    yield* printList(cli, listing, format, layers);
    return 0;
  },
});
