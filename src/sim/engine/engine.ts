import type { Machine } from '../kernel/machine.ts';
import type { Process } from '../kernel/process.ts';
import type { Task } from '../kernel/task.ts';
import type { Tty } from '../kernel/tty.ts';
import { pruneBuildCache } from './build-cache.ts';
import { archivePath, exportContainer, statPath } from './container/archive.ts';
import { type AttachOptions, attachContainer } from './container/attach.ts';
import { type CommitOptions, commitContainer } from './container/commit.ts';
import type { CreateOptions } from './container/config.ts';
import { createContainer } from './container/create.ts';
import { createExec, type ExecStartOptions, resizeExec, startExec } from './container/exec.ts';
import { type ExecRequest, inspectExec } from './container/execs.ts';
import { type ExtractOptions, extractToDirectory } from './container/extract.ts';
import { inspectContainer } from './container/inspect.ts';
import { killByUser, killContainer } from './container/kill.ts';
import { layerChanges } from './container/layer.ts';
import { listContainers } from './container/list.ts';
import type { ListOptions } from './container/list-filter.ts';
import { containerLogs, type LogOptions } from './container/logs.ts';
import { pauseContainer, unpauseContainer } from './container/pause.ts';
import { pruneContainers } from './container/prune.ts';
import { removeByUser, removeLink } from './container/remove.ts';
import { renameContainer } from './container/rename.ts';
import { resizeContainer } from './container/resize.ts';
import { startByUser } from './container/start.ts';
import { containerStats, type StatsOptions } from './container/stats.ts';
import { restartContainer, type StopOptions, stopByUser } from './container/stop.ts';
import { topContainer } from './container/top.ts';
import { type UpdateRequest, updateContainer } from './container/update.ts';
import { type WaitCondition, waitForContainer } from './container/wait.ts';
import { creationWarnings } from './container/warnings.ts';
import type { Daemon } from './daemon.ts';
import { placeDataRoot } from './data-root.ts';
import { EngineError, wrapped } from './errors.ts';
import type { Filters } from './filters.ts';
import type { Image } from './image/image.ts';
import type { DeleteOptions, PullMessage } from './image/images.ts';
import { withUsers } from './image/users.ts';
import { connectContainer } from './network/connect.ts';
import { networkAmong } from './network/controller.ts';
import { makeDefaultNetworks } from './network/default-networks.ts';
import { disconnectContainer, forceDisconnect } from './network/disconnect.ts';
import type { EndpointSettings } from './network/endpoint-settings.ts';
import { filterNetworks } from './network/inspect.ts';
import { createNetwork, deleteNetwork, type NetworkRequest, pruneNetworks } from './network/networks.ts';
import { newDaemon } from './new-daemon.ts';
import { type EngineOverview, overviewOf } from './overview.ts';
import { listPlugins } from './plugins.ts';
import { allNetworks, inspectAny, listNetworks } from './swarm/networks.ts';
import { SwarmVerbs } from './swarm/verbs.ts';
import { systemInfo, systemVersion } from './system-info.ts';
import { systemDiskUsage } from './system-usage.ts';
import { atOnce } from './task.ts';
import { inspectVolume, type VolumeRequest } from './volume/volumes.ts';

export interface EngineOptions {
  readonly machine: Machine;
  readonly images: readonly Image[];
}

/** dockerd: what the Engine API's routes ask. Each verb is a file of its own; here they only meet. */
export class Engine extends SwarmVerbs {
  // Not `#daemon`: dockerd's connections see the engine through an object that inherits from it (world/attachments.ts).
  protected readonly daemon: Daemon;
  private readonly id: string;
  /** dockerd's own, whose children its proxies are; undefined while there is none. */
  process: Process | undefined;

  constructor({ machine, images }: EngineOptions) {
    super();
    this.id = uuid(machine.random.hex(32));
    this.daemon = newDaemon(machine, images, this.id, () => this.process);
  }

  /** Makes the default networks. To be called once, when the host's own network is set up. */
  start(): void {
    makeDefaultNetworks(this.daemon.controller);
    placeDataRoot(this.daemon, this.id);
  }

  private container(name: string) {
    return this.daemon.containers.get(name);
  }

  // Networks

  networks(filters: Filters) {
    const networks = filterNetworks(listNetworks(this.daemon), filters);
    return networks.map((network) => inspectAny(this.daemon, network, false));
  }

  networkInspect(term: string) {
    return inspectAny(this.daemon, networkAmong(allNetworks(this.daemon), term), true);
  }

  *createNetwork(request: NetworkRequest): Task<{ Id: string; Warning: string }> {
    const network = yield* createNetwork(this.daemon, request);
    return { Id: network.id, Warning: '' };
  }

  connectContainerToNetwork(name: string, network: string, endpoint: Partial<EndpointSettings>): Task<void> {
    return atOnce(() => connectContainer(this.daemon, this.container(name), network, endpoint));
  }

  disconnectContainerFromNetwork(name: string, network: string, force: boolean): Task<void> {
    const daemon = this.daemon;
    return atOnce(() => {
      if (force && !this.exists(name)) forceDisconnect(daemon, name, daemon.controller.findNetwork(network));
      else disconnectContainer(daemon, this.container(name), network, force);
    });
  }

  private exists(name: string): boolean {
    try {
      return this.container(name) !== undefined;
    } catch (error) {
      if (error instanceof EngineError) return false;
      throw error;
    }
  }

  deleteNetwork(term: string): Task<void> {
    return atOnce(() => deleteNetwork(this.daemon, term));
  }

  networksPrune(filters: Filters) {
    return atOnce(() => pruneNetworks(this.daemon, filters));
  }

  // Containers

  containers(options: ListOptions) {
    return listContainers(this.daemon, options);
  }

  containerInspect(name: string, options: { size?: boolean } = {}) {
    return inspectContainer(this.daemon, this.container(name), options.size ?? false);
  }

  containerCreate(options: CreateOptions): Task<{ Id: string; Warnings: string[] }> {
    return atOnce(() => ({
      Id: createContainer(this.daemon, options).id,
      Warnings: creationWarnings(options.hostConfig),
    }));
  }

  containerStart(name: string): Task<void> {
    return atOnce(() => startByUser(this.daemon, this.container(name)));
  }

  *containerStop(name: string, options: StopOptions): Task<void> {
    const container = this.container(name);
    try {
      yield* stopByUser(this.daemon, container, options);
    } catch (error) {
      const expected = error instanceof EngineError && error.kind === 'NotModified';
      throw expected ? error : wrapped(error, `cannot stop container: ${name}`);
    }
  }

  *containerRestart(name: string, options: StopOptions): Task<void> {
    const container = this.container(name);
    try {
      yield* restartContainer(this.daemon, container, options);
    } catch (error) {
      throw wrapped(error, `Cannot restart container ${name}`);
    }
  }

  containerKill(name: string, signal: string): Task<void> {
    return killByUser(this.daemon, name, signal);
  }

  containerPause(name: string): Task<void> {
    return atOnce(() => pauseContainer(this.daemon, this.container(name)));
  }

  containerUnpause(name: string): Task<void> {
    return atOnce(() => unpauseContainer(this.daemon, this.container(name)));
  }

  containerRename(name: string, newName: string): Task<void> {
    return atOnce(() => renameContainer(this.daemon, name, newName));
  }

  containerRemove(name: string, options: { force: boolean; volumes: boolean; link: boolean }): Task<void> {
    const daemon = this.daemon;
    if (options.link) return atOnce(() => removeLink(daemon, name));
    return removeByUser(daemon, name, options, (container) => killContainer(daemon, container));
  }

  containerResize(name: string, height: number, width: number): Task<void> {
    return atOnce(() => resizeContainer(this.daemon, this.container(name), height, width));
  }

  containerWait(name: string, condition: WaitCondition) {
    return waitForContainer(this.daemon, this.container(name), condition);
  }

  *containerTop(name: string, psArgs: string) {
    return yield* topContainer(this.daemon, this.container(name), psArgs);
  }

  containerLogs(name: string, options: LogOptions) {
    return containerLogs(this.daemon, this.container(name), options);
  }

  containerAttach(name: string, options: AttachOptions): Task<void> {
    return attachContainer(this.daemon, name, options);
  }

  containerStatPath(name: string, path: string) {
    return statPath(this.container(name), name, path);
  }

  containerArchivePath(name: string, path: string) {
    return atOnce(() => archivePath(this.daemon, this.container(name), name, path));
  }

  containerExtractToDir(
    name: string,
    path: string,
    options: ExtractOptions & { readonly archive: Uint8Array },
  ): Task<void> {
    return atOnce(() => extractToDirectory(this.daemon, this.container(name), name, path, options));
  }

  containerExport(name: string) {
    return atOnce(() => exportContainer(this.daemon, this.container(name)));
  }

  containerChanges(name: string) {
    return layerChanges(this.container(name)).map(({ path, kind }) => ({ Path: path, Kind: kind }));
  }

  containerStats(name: string, options: StatsOptions): Task<void> {
    return containerStats(this.daemon, this.container(name), options);
  }

  containerUpdate(name: string, request: UpdateRequest) {
    return atOnce(() => updateContainer(this.daemon, this.container(name), request));
  }

  containersPrune(filters: Filters) {
    return atOnce(() => pruneContainers(this.daemon, filters));
  }

  containerExecCreate(name: string, request: ExecRequest): Task<string> {
    return atOnce(() => createExec(this.daemon, name, request).id);
  }

  execInspect(id: string) {
    return inspectExec(this.daemon.execs.get(id));
  }

  *containerExecStart(id: string, options: ExecStartOptions): Task<void> {
    yield* startExec(this.daemon, this.daemon.execs.get(id), options);
  }

  containerExecResize(id: string, height: number, width: number): Task<void> {
    return atOnce(() => resizeExec(this.daemon.execs.get(id), height, width));
  }

  /** The container whose terminal a client that is attached to it, or to one of its execs, shows. */
  shownTerminal(kind: 'container' | 'exec', id: string): { container: string; tty: Tty | undefined } | undefined {
    const exec = kind === 'exec' ? this.daemon.execs.find(id) : undefined;
    const container = exec?.container ?? this.daemon.containers.find(id);
    if (container === undefined || (kind === 'exec' && exec === undefined)) return undefined;
    return { container: container.plainName, tty: (exec ?? container).streams?.tty };
  }

  // Images

  images(options: { filters: Filters }) {
    return withUsers(this.daemon, this.daemon.images.list(options.filters));
  }

  imageInspect(name: string) {
    return this.daemon.images.inspect(name);
  }

  imageHistory(name: string) {
    return this.daemon.images.history(name);
  }

  commit(name: string, options: CommitOptions) {
    return atOnce(() => commitContainer(this.daemon, this.container(name), options));
  }

  systemDiskUsage() {
    return systemDiskUsage(this.daemon);
  }

  pullImage(
    name: string,
    tag: string,
    options: { platform: string; report(message: PullMessage): Task<void> },
  ): Task<void> {
    return this.daemon.images.pull(name, tag, options.platform, (message) => options.report(message));
  }

  imageDelete(name: string, options: DeleteOptions) {
    return atOnce(() => this.daemon.images.delete(name, options));
  }

  tagImage(name: string, repository: string, tag: string): Task<void> {
    return atOnce(() => this.daemon.images.tag(name, repository, tag));
  }

  imagesPrune(filters: Filters) {
    return atOnce(() => this.daemon.images.prune(filters));
  }

  buildPrune(filters: Filters) {
    return atOnce(() => pruneBuildCache(filters, this.daemon.timestamps.next()));
  }

  plugins(filters: Filters) {
    return listPlugins(filters);
  }

  // Volumes

  volumes(filters: Filters) {
    return this.daemon.volumes.list(filters);
  }

  volumeInspect(name: string) {
    return inspectVolume(this.daemon.volumes.get(name));
  }

  createVolume(request: VolumeRequest) {
    return atOnce(() => inspectVolume(this.daemon.volumes.create(request)));
  }

  removeVolume(name: string, options: { force: boolean }): Task<void> {
    return atOnce(() => this.daemon.volumes.remove(name, options.force));
  }

  volumesPrune(filters: Filters) {
    return atOnce(() => this.daemon.volumes.prune(filters));
  }

  // The system

  systemInfo() {
    return systemInfo(this.daemon, this.id);
  }

  systemVersion() {
    return systemVersion();
  }

  subscribeToEvents(options: { since: string; until: string; filters: Filters }) {
    return this.daemon.events.subscribe(options);
  }

  realtime(): number {
    return this.daemon.machine.clock.realtime;
  }

  /** Networks and containers as they are now, for whoever draws them; not part of the API. */
  overview(): EngineOverview {
    return overviewOf(this.daemon);
  }
}

const uuid = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
