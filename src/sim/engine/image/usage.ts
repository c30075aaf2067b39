import { newestFirst, summarize } from './describe.ts';
import type { Image } from './image.ts';

/** What `docker system df` counts of images: sizes, and what they share. */
export function imageUsage(all: readonly Image[], count: (image: Image) => number, tagsOf: (image: Image) => string[]) {
  const layers = new Map<string, number>();
  for (const image of all)
    for (let at: Image | undefined = image; at; at = at.parent) layers.set(topLayer(at), ownSize(at));
  const shared = (image: Image): number => {
    const base = [image, ...ancestors(image)].find((one) =>
      all.some((other) => other !== image && isBelow(one, other)),
    );
    return base?.size ?? 0;
  };
  return {
    LayersSize: [...layers.values()].reduce((sum, size) => sum + size, 0),
    Images: newestFirst(
      all.map((image) => {
        const summary = summarize(image, tagsOf(image));
        return { ...summary, RepoDigests: null, Containers: count(image), SharedSize: shared(image) };
      }),
    ),
  };
}

/** Without what its parent has. */
export const ownSize = ({ size, parent }: Image): number => size - (parent?.size ?? 0);

const topLayer = ({ layers }: Image): string => layers.at(-1) ?? '';

function ancestors({ parent }: Image): Image[] {
  return parent === undefined ? [] : [parent, ...ancestors(parent)];
}

/** Is `base` the other one, or what it stands on? */
const isBelow = (base: Image, other: Image): boolean => base === other || ancestors(other).includes(base);
