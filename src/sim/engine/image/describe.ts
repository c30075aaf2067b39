import { parseRfc3339 } from '../time.ts';
import type { Image } from './image.ts';

/** Where overlay2 keeps a layer. */
export function layerPaths(layerId: string): Record<string, string> {
  const path = `/var/lib/docker/overlay2/${layerId}`;
  return { MergedDir: `${path}/merged`, UpperDir: `${path}/diff`, WorkDir: `${path}/work` };
}

/** As lists show images. */
export const newestFirst = <T extends { Created: number }>(summaries: T[]): T[] =>
  summaries.sort((a, b) => b.Created - a.Created);

export const summarize = (image: Image, tags: string[]) => ({
  Containers: -1,
  Created: parseRfc3339(image.created),
  Id: image.id,
  Labels: image.config.Labels,
  ParentId: image.parent?.id ?? '',
  RepoDigests: [] as string[],
  RepoTags: tags,
  SharedSize: -1,
  Size: image.size,
});

/** `GET /images/{name}/json`, fields in Go's order. */
export function inspectImage(image: Image, tags: string[], taggedAt: string) {
  return {
    Id: image.id,
    RepoTags: tags,
    RepoDigests: [] as string[],
    Parent: image.parent?.id ?? '',
    Comment: image.comment ?? '',
    Created: image.created,
    DockerVersion: image.dockerVersion ?? '',
    Author: image.author ?? '',
    Architecture: 'amd64',
    Os: 'linux',
    Size: image.size,
    GraphDriver: { Data: image.layerId === '' ? null : layerPaths(image.layerId), Name: 'overlay2' },
    RootFS: { Type: 'layers', ...(image.layers.length > 0 && { Layers: [...image.layers] }) },
    Metadata: { LastTagTime: taggedAt },
    Config: {
      ...image.config,
      Labels: Object.keys(image.config.Labels ?? {}).length > 0 ? image.config.Labels : null,
    },
  };
}
