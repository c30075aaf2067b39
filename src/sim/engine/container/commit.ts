import { Directory } from '../../kernel/fs/inode.ts';
import { sha256 } from '../../tar/sha256.ts';
import type { Daemon } from '../daemon.ts';
import { generateId } from '../id.ts';
import { cloneTree } from '../image/clone.ts';
import { withChanges } from '../image/dockerfile-change.ts';
import { type Image, type ImageConfig, SCRATCH } from '../image/image.ts';
import { VERSION } from '../system-info.ts';
import { rfc3339Nano } from '../time.ts';
import type { ContainerConfig } from './config.ts';
import type { Container } from './container.ts';
import { type Change, layerChanges, layerEntries, layerSize } from './layer.ts';
import { logEvent } from './log-event.ts';

export interface CommitOptions {
  readonly repository: string;
  readonly tag: string;
  readonly comment: string;
  readonly author: string;
  /** Dockerfile instructions. */
  readonly changes: readonly string[];
}

/** `docker commit`: an image of what a container has written, on top of its own (moby/daemon/commit.go). */
export function commitContainer(daemon: Daemon, container: Container, options: CommitOptions): { Id: string } {
  const config = withChanges(container.config, options.changes);
  const tree = frozen(container);
  const { SizeRw } = layerSize(container);
  const image: Image = {
    id: `sha256:${generateId(daemon.machine.random)}`,
    tags: [],
    created: rfc3339Nano(daemon.timestamps.next()),
    size: container.image.size + SizeRw,
    config: imageConfig(config),
    ...topLayer(daemon, container, layerChanges(container)),
    ...(container.image !== SCRATCH && { parent: container.image }),
    dockerVersion: VERSION,
    comment: options.comment,
    author: options.author,
    createdBy: container.commandLine.join(' '),
    createRoot: () => cloneTree(entriesOf(tree), tree),
  };
  const reference = daemon.images.add(image, options.repository, options.tag);
  logEvent(daemon, container, 'commit', { comment: options.comment, imageID: image.id, imageRef: reference });
  return { Id: image.id };
}

/** One that holds nothing is none (moby image.NewChildImage). */
function topLayer(daemon: Daemon, { image }: Container, changes: readonly Change[]): Pick<Image, 'layers' | 'layerId'> {
  if (changes.length === 0) return { layers: image.layers, layerId: image.layerId };
  return {
    layers: [...image.layers, `sha256:${sha256(describe(changes))}`],
    layerId: generateId(daemon.machine.random),
  };
}

/** What of a container's configuration an image keeps. */
const imageConfig = (config: ContainerConfig): ImageConfig => ({
  Cmd: config.Cmd,
  Entrypoint: config.Entrypoint,
  Env: config.Env,
  ...(config.ExposedPorts && { ExposedPorts: config.ExposedPorts }),
  ...(config.Healthcheck && { Healthcheck: config.Healthcheck }),
  Labels: config.Labels ?? null,
  OnBuild: config.OnBuild,
  ...(config.Shell && { Shell: config.Shell }),
  ...(config.StopSignal && { StopSignal: config.StopSignal }),
  User: config.User,
  Volumes: config.Volumes,
  WorkingDir: config.WorkingDir,
});

const entriesOf = (directory: Directory) =>
  directory.names().flatMap((name) => {
    const inode = directory.lookup(name);
    return inode === undefined ? [] : [[name, inode] as const];
  });

/** The container's tree as it is now, without what is mounted in it. */
function frozen(container: Container): Directory {
  const without = (directory: Directory, path: string): Directory => {
    const entries = layerEntries(container, directory, path).map(([name, inode]) => {
      const below = inode instanceof Directory ? without(inode, `${path}/${name}`) : inode;
      return [name, below] as const;
    });
    const { mode, uid, gid, mtime } = directory;
    return Object.assign(new Directory(entries, mode), { uid, gid, mtime });
  };
  const tree = without(container.root, '');
  return cloneTree(entriesOf(tree), tree);
}

/** What tells one layer from another. */
const describe = (changes: readonly Change[]): Uint8Array =>
  new TextEncoder().encode(
    changes.map(({ path, kind, inode }) => `${path} ${kind} ${inode?.type} ${inode?.mtime} ${inode?.size}`).join('\n'),
  );
