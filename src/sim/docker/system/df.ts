import type { DiskUsage } from '../../api/types/system.ts';
import * as flag from '../../command/flags.ts';
import { goJson } from '../../command/template/json.ts';
import { template } from '../../command/template/template.ts';
import { fromJson, Struct, type Value } from '../../command/template/value.ts';
import { humanSize } from '../../command/units.ts';
import { type Cli, print, verb } from '../cli.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { containerListing } from '../formatter/container.ts';
import { imageListing, imageRows } from '../formatter/image.ts';
import { type Listing, listText, rowOf } from '../formatter/list.ts';
import { volumeListing } from '../formatter/volume.ts';

/** One kind of things. */
interface Share {
  readonly type: string;
  readonly total: number;
  readonly active: number;
  readonly size: number;
  readonly reclaimable: number;
  readonly goType: string;
}

const sum = <T>(list: readonly T[], size: (item: T) => number): number =>
  list.reduce((total, item) => total + size(item), 0);

function images({ Images, LayersSize }: DiskUsage): Share {
  const used = Images.filter(({ Containers }) => Containers > 0);
  const kept = sum(used, ({ Size, SharedSize }) => Size - SharedSize);
  const counts = { total: Images.length, active: used.length, size: LayersSize, reclaimable: LayersSize - kept };
  return { type: 'Images', goType: 'diskUsageImagesContext', ...counts };
}

const ACTIVE = ['running', 'paused', 'restarting'];

function containers({ Containers }: DiskUsage): Share {
  const active = Containers.filter(({ State }) => ACTIVE.includes(State));
  const size = sum(Containers, ({ SizeRw = 0 }) => SizeRw);
  const reclaimable = size - sum(active, ({ SizeRw = 0 }) => SizeRw);
  const counts = { total: Containers.length, active: active.length, size, reclaimable };
  return { type: 'Containers', goType: 'diskUsageContainersContext', ...counts };
}

function volumes({ Volumes }: DiskUsage): Share {
  const active = Volumes.filter(({ UsageData }) => UsageData.RefCount > 0);
  const size = sum(Volumes, ({ UsageData }) => UsageData.Size);
  const reclaimable = size - sum(active, ({ UsageData }) => UsageData.Size);
  const counts = { total: Volumes.length, active: active.length, size, reclaimable };
  return { type: 'Local Volumes', goType: 'diskUsageVolumesContext', ...counts };
}

const CACHE: Share = {
  ...{ type: 'Build Cache', goType: 'diskUsageBuilderContext', total: 0, active: 0, size: 0, reclaimable: 0 },
};

function reclaimable({ type, total, size, reclaimable: bytes }: Share): string {
  const percent = type === 'Build Cache' || (type === 'Images' ? size : total && size) === 0;
  return percent ? humanSize(bytes) : `${humanSize(bytes)} (${Math.floor((bytes * 100) / size)}%)`;
}

const shareListing = (goType: string): Listing<Share> => ({
  type: `*formatter.${goType}`,
  columns: {
    Type: { heading: 'TYPE', show: ({ type }) => type },
    TotalCount: { heading: 'TOTAL', show: ({ total }) => String(total) },
    Active: { heading: 'ACTIVE', show: ({ active }) => String(active) },
    Size: { heading: 'SIZE', show: ({ size }) => humanSize(size) },
    Reclaimable: { heading: 'RECLAIMABLE', show: reclaimable },
  },
});

const TABLE = 'table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}';

function summary(usage: DiskUsage, format: string): string {
  const shares = [images(usage), containers(usage), volumes(usage), CACHE];
  if (format === '' || format === 'table') return listText(shareListing('diskUsageContext'), TABLE, shares);
  return shares.map((share) => listText(shareListing(share.goType), format, [share])).join('');
}

const IMAGES =
  'table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}';
const CONTAINERS =
  'table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}';
const VOLUMES = 'table {{.Name}}\t{{.Links}}\t{{.Size}}';
const NO_CACHE = 'CACHE ID   CACHE TYPE   SIZE      CREATED   LAST USED   USAGE     SHARED\n';

/** Each image under its first name only; a container's size without its image's. */
function rows(usage: DiskUsage) {
  return {
    images: usage.Images.flatMap((image) => imageRows([{ ...image, RepoTags: image.RepoTags.slice(0, 1) }], false)),
    containers: usage.Containers.map(({ SizeRootFs: _, ...container }) => container),
  };
}

function details(cli: Cli, usage: DiskUsage): string {
  const now = cli.sys.realtime() / 1e6;
  const shown = rows(usage);
  return [
    `Images space usage:\n\n${listText(imageListing(true, now), IMAGES, shown.images)}`,
    `Containers space usage:\n\n${listText(containerListing(true, now), CONTAINERS, shown.containers)}`,
    `Local Volumes space usage:\n\n${listText(volumeListing, VOLUMES, usage.Volumes)}`,
    `Build cache usage: 0B\n\n${NO_CACHE}`,
  ].join('\n');
}

/** What a template of `-v` sees. */
function detailed(cli: Cli, usage: DiskUsage): Struct {
  const now = cli.sys.realtime() / 1e6;
  const shown = rows(usage);
  const list = <T>(listing: Listing<T>, items: readonly T[]): Value =>
    items.map((item) => fromJson(JSON.parse(goJson(rowOf(listing, item)))));
  return new Struct(
    '*formatter.DiskUsageContext',
    new Map<string, Value>([
      ['Images', list(imageListing(true, now), shown.images)],
      ['Containers', list(containerListing(true, now), shown.containers)],
      ['Volumes', list(volumeListing, usage.Volumes)],
      ['BuildCache', []],
    ]),
  );
}

export const df = verb({
  name: 'df',
  usage: '[OPTIONS]',
  short: 'Show docker disk usage',
  flags: {
    format: flag.string(FORMAT_HELP),
    verbose: flag.bool('Show detailed information on space usage', { short: 'v' }),
  },
  *run(cli, { flags: { format, verbose } }) {
    const usage = yield* cli.client.diskUsage();
    if (!verbose) yield* print(cli, summary(usage, format));
    else if (format === '' || format === 'table') yield* print(cli, details(cli, usage));
    else yield* print(cli, template(format === 'json' ? '{{json .}}' : format).execute(detailed(cli, usage)));
    return 0;
  },
});
