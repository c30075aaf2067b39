import type { ImageSummary } from '../../api/types/image.ts';
import { humanDuration, humanSize } from '../../command/units.ts';
import { familiarName, parseReference } from '../image-reference.ts';
import { unixTimeText } from './go-time.ts';
import { type Listing, shortId } from './list.ts';

/** A line of the list: an image under one of its names. */
export interface ImageRow {
  readonly image: ImageSummary;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

const NONE = '<none>';

function named(image: ImageSummary, withDigests: boolean): ImageRow[] {
  const tags = image.RepoTags.map(parseReference);
  const digests = (image.RepoDigests ?? []).map(parseReference);
  const rows = tags.flatMap((reference): ImageRow[] => {
    const repository = familiarName(reference);
    const own = withDigests ? digests.filter((other) => familiarName(other) === repository) : [];
    const shown = own.length === 0 ? [NONE] : own.map(({ digest = NONE }) => digest);
    return shown.map((digest) => ({ image, repository, tag: reference.tag ?? NONE, digest }));
  });
  const tagged = new Set(rows.map(({ repository }) => repository));
  const others = digests.filter((reference) => !tagged.has(familiarName(reference)));
  return [
    ...rows,
    ...others.map((reference) => ({
      image,
      repository: familiarName(reference),
      tag: NONE,
      digest: withDigests ? (reference.digest ?? '') : '',
    })),
  ];
}

/** A line for each name of each image (docker/cli's imageFormatTaggedAndDigest). */
export const imageRows = (images: readonly ImageSummary[], withDigests: boolean): ImageRow[] =>
  images.flatMap((image) =>
    image.RepoTags.length === 0 && !image.RepoDigests?.length
      ? [{ image, repository: NONE, tag: NONE, digest: NONE }]
      : named(image, withDigests),
  );

const orNone = (count: number, text: (count: number) => string): string => (count === -1 ? 'N/A' : text(count));

/** An image in a list (docker/cli's image formatter); `now` in seconds since 1970. */
export const imageListing = (truncate: boolean, now: number): Listing<ImageRow> => ({
  type: '*formatter.imageContext',
  columns: {
    ID: { heading: 'IMAGE ID', show: ({ image }) => (truncate ? shortId(image.Id) : image.Id) },
    Repository: { heading: 'REPOSITORY', show: ({ repository }) => repository },
    Tag: { heading: 'TAG', show: ({ tag }) => tag },
    Digest: { heading: 'DIGEST', show: ({ digest }) => digest },
    CreatedSince: { heading: 'CREATED', show: ({ image }) => `${humanDuration(now - image.Created)} ago` },
    CreatedAt: { heading: 'CREATED AT', show: ({ image }) => unixTimeText(image.Created) },
    Size: { heading: 'SIZE', show: ({ image }) => humanSize(image.Size, 3) },
    Containers: { heading: 'CONTAINERS', show: ({ image }) => orNone(image.Containers, String) },
    VirtualSize: { heading: 'SIZE', show: ({ image }) => humanSize(image.Size) },
    SharedSize: { heading: 'SHARED SIZE', show: ({ image }) => orNone(image.SharedSize, humanSize) },
    UniqueSize: {
      heading: 'UNIQUE SIZE',
      show: ({ image }) => orNone(image.SharedSize, (shared) => humanSize(image.Size - shared)),
    },
  },
});
