import { type Entries, GeneratedDirectory } from '../kernel/fs/generated.ts';
import { Directory, type Inode, RegularFile } from '../kernel/fs/inode.ts';
import { makeDirectories } from '../kernel/fs/tree.ts';
import type { Container } from './container/container.ts';
import { layerChanges } from './container/layer.ts';
import type { Daemon } from './daemon.ts';
import type { Image } from './image/image.ts';

const METADATA_SIZE = 32_768;

/** Of what is kept there that nobody can look into here, only that it is there. */
const CLOSED = ['buildkit', 'containerd', 'image', 'network', 'plugins', 'runtimes', 'swarm', 'tmp'];

/** Puts /var/lib/docker on the host: volumes, containers and layers where `inspect` says that they lie. */
export function placeDataRoot(daemon: Daemon, engineId: string): void {
  const parent = makeDirectories(daemon.machine.namespaces.root, '/var/lib');
  const mtime = daemon.machine.clock.realtime;
  const closed = CLOSED.map((name) => [name, new Directory([], 0o700)] as const);
  const own: (readonly [string, Inode])[] = [
    ...closed,
    ['containers', listing(0o710, () => containerDirectories(daemon))],
    ['engine-id', new RegularFile(bytes(engineId), 0o600)],
    ['overlay2', listing(0o710, () => layers(daemon))],
    ['volumes', listing(0o701, () => volumes(daemon))],
  ];
  for (const [, inode] of own) inode.mtime = mtime;
  parent.link('docker', Object.assign(new Directory(own, 0o710), { mtime }));
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const listing = (mode: number, list: () => Entries): Directory => Object.assign(new GeneratedDirectory(list), { mode });

const volumes = (daemon: Daemon): Entries => [
  ['metadata.db', () => new RegularFile(new Uint8Array(METADATA_SIZE), 0o600)],
  ...daemon.volumes.all.map(({ name, directory }) => [name, () => directory] as const),
];

const containerDirectories = (daemon: Daemon): Entries =>
  daemon.containers.list().map((container) => [container.id, () => containerDirectory(container)] as const);

function containerDirectory({ id, log, hostConfig, etcFiles }: Container): Directory {
  const files = etcFiles?.owner === id ? etcFiles : undefined;
  return listing(0o710, () => [
    ['checkpoints', () => new Directory([], 0o700)],
    [`${id}-json.log`, () => log.file],
    ['hostconfig.json', () => new RegularFile(bytes(JSON.stringify(hostConfig)), 0o600)],
    ['mounts', () => new Directory([], 0o710)],
    ...(files === undefined
      ? []
      : ([
          ['hostname', () => files.hostname],
          ['hosts', () => files.hosts],
          ['resolv.conf', () => files.resolvConf],
        ] as const)),
  ]);
}

const layers = (daemon: Daemon): Entries => [
  ...daemon.containers.list().flatMap(containerLayers),
  ...daemon.images.layers.map((image) => [image.layerId, () => imageLayer(image)] as const),
];

const containerLayers = (container: Container): Entries => [
  [`${container.layerId}-init`, () => new Directory([['diff', new Directory()]], 0o710)],
  [
    container.layerId,
    () =>
      listing(0o710, () => [
        ['diff', () => upperDirectory(container)],
        ...(container.running ? [['merged', () => container.root] as const] : []),
        ['work', () => new Directory([], 0o700)],
      ]),
  ],
];

const imageLayer = (image: Image): Directory => listing(0o710, () => [['diff', () => image.createRoot()]]);

/** What a container has written, apart from what it was made from. */
function upperDirectory(container: Container): Directory {
  const root = new Directory();
  for (const { path, inode } of layerChanges(container)) {
    const parts = path.split('/').filter((part) => part !== '');
    const name = parts.pop() ?? '';
    const parent = makeDirectories(root, parts.join('/'));
    if (inode instanceof Directory) makeDirectories(parent, name);
    else if (inode !== undefined) parent.link(name, inode);
  }
  return root;
}
