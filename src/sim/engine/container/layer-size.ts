import type { Inode } from '../../kernel/fs/inode.ts';
import { upperSize } from '../disk-usage.ts';
import type { Container } from './container.ts';
import { layInitLayer } from './init-layer.ts';

export interface LayerSize {
  /** What the container has written, in bytes. */
  readonly SizeRw: number;
  /** That, and its image. */
  readonly SizeRootFs: number;
}

/** What a container takes on the disk (GetContainerLayerSize). */
export function layerSize(container: Container): LayerSize {
  const { root, image } = container;
  const base = image.createRoot();
  layInitLayer(base, 0);
  const SizeRw = upperSize(root, base, mounted(container));
  return { SizeRw, SizeRootFs: image.size + SizeRw };
}

/** What lies in the container's tree without being of its layer. */
function mounted({ root, mounts, etcFiles }: Container): ReadonlySet<Inode> {
  const system = ['dev', 'proc', 'sys'].map((name) => root.lookup(name));
  const etc = etcFiles === undefined ? [] : [etcFiles.hosts, etcFiles.hostname, etcFiles.resolvConf];
  return new Set([...system, ...etc, ...[...mounts.values()].map(({ inode }) => inode)].filter((inode) => !!inode));
}
