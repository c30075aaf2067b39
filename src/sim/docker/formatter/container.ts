import type { ContainerSummary, MountPoint } from '../../api/types/container.ts';
import { goQuote } from '../../command/go-quote.ts';
import { humanDuration, humanSize } from '../../command/units.ts';
import { familiarString, parseReference } from '../image-reference.ts';
import { ellipsis } from './ellipsis.ts';
import { unixTimeText } from './go-time.ts';
import { type Listing, labelText, shortId } from './list.ts';
import { displayablePorts } from './ports.ts';

export const emptyContainer: ContainerSummary = {
  Id: '',
  Names: [],
  Image: '',
  ImageID: '',
  Command: '',
  Created: 0,
  Ports: [],
  Labels: {},
  State: 'created',
  Status: '',
  HostConfig: { NetworkMode: '' },
  NetworkSettings: { Networks: {} },
  Mounts: [],
};

/** Without the slash, and where there is room for one only, the container's own rather than one that a link gave. */
function names(all: readonly string[], truncate: boolean): string {
  const bare = all.map((name) => name.slice(1));
  const own = truncate ? bare.find((name) => !name.includes('/')) : undefined;
  return own ?? bare.join(',');
}

function image({ Image, ImageID }: ContainerSummary, truncate: boolean): string {
  if (Image === '') return '<no image>';
  if (!truncate) return Image;
  if (shortId(ImageID) === shortId(Image)) return shortId(ImageID);
  try {
    const { domain, path, tag } = parseReference(Image);
    return familiarString({ domain, path, ...(tag === undefined ? {} : { tag }) });
  } catch {
    return Image;
  }
}

function size({ SizeRw = 0, SizeRootFs = 0 }: ContainerSummary): string {
  const own = humanSize(SizeRw, 3);
  return SizeRootFs > 0 ? `${own} (virtual ${humanSize(SizeRootFs, 3)})` : own;
}

const mounts = (all: readonly MountPoint[], truncate: boolean): string =>
  all
    .map(({ Name, Source }) => Name || Source)
    .map((name) => (truncate ? ellipsis(name, 15) : name))
    .join(',');

/** A container in a list (docker/cli's container formatter); `now` in seconds since 1970. */
export const containerListing = (truncate: boolean, now: number): Listing<ContainerSummary> => ({
  type: '*formatter.ContainerContext',
  columns: {
    ID: { heading: 'CONTAINER ID', show: ({ Id }) => (truncate ? shortId(Id) : Id) },
    Names: { heading: 'NAMES', show: ({ Names }) => names(Names, truncate) },
    Image: { heading: 'IMAGE', show: (row) => image(row, truncate) },
    Command: { heading: 'COMMAND', show: ({ Command }) => goQuote(truncate ? ellipsis(Command, 20) : Command) },
    CreatedAt: { heading: 'CREATED AT', show: ({ Created }) => unixTimeText(Created) },
    RunningFor: { heading: 'CREATED', show: ({ Created }) => `${humanDuration(now - Created)} ago` },
    Ports: { heading: 'PORTS', show: ({ Ports }) => displayablePorts(Ports) },
    State: { heading: 'STATE', show: ({ State }) => State },
    Status: { heading: 'STATUS', show: ({ Status }) => Status },
    Size: { heading: 'SIZE', show: size },
    Labels: { heading: 'LABELS', show: ({ Labels }) => labelText(Labels) },
    Mounts: { heading: 'MOUNTS', show: ({ Mounts }) => mounts(Mounts, truncate) },
    LocalVolumes: {
      heading: 'LOCAL VOLUMES',
      show: ({ Mounts }) => String(Mounts.filter(({ Driver }) => Driver === 'local').length),
    },
    Networks: {
      heading: 'NETWORKS',
      show: ({ NetworkSettings }) => Object.keys(NetworkSettings.Networks).join(','),
    },
    Platform: { heading: 'PLATFORM', show: () => null },
  },
  labels: ({ Labels }) => Labels,
});
