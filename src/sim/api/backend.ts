/**
 * What the routes need of an engine, one interface per resource, as moby's `api/server/router/<resource>/backend.go`.
 * The engine satisfies them; nothing here imports it. What changes something may wait and is a `Task`; reading is immediate.
 * Every failure is thrown as an {@link EngineError}.
 */
import type { ByteSink, ByteSource } from '../http/stream.ts';
import type { Task } from '../kernel/task.ts';
import type { Filters } from './filters.ts';
import type {
  ContainerCreateResponse,
  ContainerInspect,
  ContainerPathStat,
  ContainerSummary,
  ContainersPruneResponse,
  ContainerTopResponse,
  ContainerUpdateRequest,
  ContainerUpdateResponse,
  ContainerWaitResponse,
  FilesystemChange,
  WaitCondition,
} from './types/container.ts';
import type { ContainerConfig, HostConfig, NetworkingConfig } from './types/container-config.ts';
import type { EventMessage } from './types/events.ts';
import type { ExecCreateRequest, ExecInspect } from './types/exec.ts';
import type {
  CommitOptions,
  ImageDeleteItem,
  ImageHistoryItem,
  ImageInspect,
  ImageSummary,
  ImagesPruneResponse,
  JsonMessage,
} from './types/image.ts';
import type {
  EndpointSettings,
  NetworkCreateRequest,
  NetworkCreateResponse,
  NetworkInspect,
  NetworksPruneResponse,
} from './types/network.ts';
import type {
  AskedSwarmSpec,
  NodeInspect,
  NodeSpec,
  SwarmInitRequest,
  SwarmInspect,
  SwarmJoinRequest,
  SwarmUpdateFlags,
} from './types/swarm.ts';
import type { BuildPruneResponse, DiskUsage, Info, Version } from './types/system.ts';
import type { Volume, VolumeCreateRequest, VolumeListResponse, VolumesPruneResponse } from './types/volume.ts';

/** moby's errdefs: what kind of failure, hence which HTTP status. */
export type ErrorKind =
  | 'InvalidParameter'
  | 'NotFound'
  | 'Conflict'
  | 'Forbidden'
  | 'NotModified'
  | 'NotImplemented'
  | 'Unauthorized'
  | 'Unavailable'
  | 'System';

/** An error of the engine; `message` is the text that the API's client shows. Any other thrown value is a 500. */
export interface EngineError extends Error {
  readonly kind: ErrorKind;
}

export interface NetworkBackend {
  /** In the API's order; `Containers` empty. */
  networks(filters: Filters): NetworkInspect[];
  /** By name, id, or an id's unambiguous beginning. */
  networkInspect(term: string, options: { scope: string; verbose: boolean }): NetworkInspect;
  createNetwork(request: NetworkCreateRequest): Task<NetworkCreateResponse>;
  connectContainerToNetwork(container: string, network: string, endpoint: Partial<EndpointSettings>): Task<void>;
  disconnectContainerFromNetwork(container: string, network: string, force: boolean): Task<void>;
  deleteNetwork(term: string): Task<void>;
  networksPrune(filters: Filters): Task<NetworksPruneResponse>;
}

export interface ContainerListOptions {
  all: boolean;
  size: boolean;
  /** At most so many, the newest first; 0: no limit. */
  limit: number;
  filters: Filters;
}

export interface ContainerCreateOptions {
  /** Empty: the engine makes one up. */
  name: string;
  platform: string;
  config: ContainerConfig;
  hostConfig: HostConfig;
  networkingConfig: NetworkingConfig;
}

/** `timeout` in seconds: −1 waits for ever, absent is the container's own; `signal` empty is the container's own. */
export interface StopOptions {
  signal: string;
  timeout?: number;
}

/** The ends that an attached container or exec reads and writes; absent ones were not asked for. */
export interface AttachStreams {
  readonly stdin?: ByteSource;
  readonly stdout?: ByteSink;
  readonly stderr?: ByteSink;
  /** The client's process, where the connection tells. */
  readonly peer?: number | undefined;
}

export interface AttachOptions {
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  /** First what it has written up to now. */
  logs: boolean;
  /** Then what it writes from now on. */
  stream: boolean;
  /** As `ctrl-p,ctrl-q`; empty: the engine's default. Bad ones are for the engine to refuse. */
  detachKeys: string;
  /**
   * To be called once, when nothing can be refused any more: takes the connection over, answers the client and gives the
   * streams; `multiplexed` (no tty) frames stdout and stderr. An error thrown before is an ordinary HTTP error.
   */
  streams(multiplexed: boolean): Task<AttachStreams>;
}

export interface LogOptions {
  follow: boolean;
  stdout: boolean;
  stderr: boolean;
  timestamps: boolean;
  details: boolean;
  /** Unix times as `1136073600.000000001`, or empty. */
  since: string;
  until: string;
  /** A number of lines, or `all`. */
  tail: string;
}

export interface LogMessage {
  source: 'stdout' | 'stderr';
  /** With its newline, if it had one. */
  line: Uint8Array;
  /** RFC 3339 with nanoseconds. */
  timestamp: string;
  attributes?: Record<string, string>;
}

/** What comes one after another, perhaps without end; `close` when no one listens any more. */
export interface Subscription<T> {
  /** Undefined at the end. */
  next(): Task<T | undefined>;
  close(): void;
}

export interface ContainerBackend {
  containers(options: ContainerListOptions): ContainerSummary[];
  containerInspect(name: string, options: { size: boolean }): ContainerInspect;
  containerCreate(options: ContainerCreateOptions): Task<ContainerCreateResponse>;
  containerStart(name: string): Task<void>;
  containerStop(name: string, options: StopOptions): Task<void>;
  containerRestart(name: string, options: StopOptions): Task<void>;
  /** `signal` as given: a name or a number, empty for the default. */
  containerKill(name: string, signal: string): Task<void>;
  containerPause(name: string): Task<void>;
  containerUnpause(name: string): Task<void>;
  containerRename(name: string, newName: string): Task<void>;
  containerRemove(name: string, options: { force: boolean; volumes: boolean; link: boolean }): Task<void>;
  containerResize(name: string, height: number, width: number): Task<void>;
  /** Not a generator itself: it looks the container up (or throws) and starts listening at the call; the task returned gives the result. */
  containerWait(name: string, condition: WaitCondition): Task<ContainerWaitResponse>;
  containerTop(name: string, psArgs: string): Task<ContainerTopResponse>;
  containerLogs(name: string, options: LogOptions): { tty: boolean; messages: Subscription<LogMessage> };
  /** Lasts until the container has ended, the client is gone or has detached. */
  containerAttach(name: string, options: AttachOptions): Task<void>;
  containerStatPath(name: string, path: string): ContainerPathStat;
  /** A tar of what is at `path`. */
  containerArchivePath(name: string, path: string): Task<{ stat: ContainerPathStat; tar: Uint8Array }>;
  containerExtractToDir(
    name: string,
    path: string,
    options: { archive: Uint8Array; noOverwriteDirNonDir: boolean },
  ): Task<void>;
  containerExport(name: string): Task<Uint8Array>;
  containerChanges(name: string): FilesystemChange[];
  /** Each `report` is a sample; without `stream` there is one, that knows rates unless `oneShot`. */
  containerStats(
    name: string,
    options: { stream: boolean; oneShot: boolean; report(sample: object): Task<void> },
  ): Task<void>;
  containerUpdate(name: string, request: ContainerUpdateRequest): Task<ContainerUpdateResponse>;
  containersPrune(filters: Filters): Task<ContainersPruneResponse>;
}

export interface ExecStartOptions {
  detach: boolean;
  /** Height, width. */
  consoleSize?: [number, number] | null;
  /** Absent when detached. */
  streams?: AttachStreams;
}

export interface ExecBackend {
  containerExecCreate(container: string, request: ExecCreateRequest): Task<string>;
  execInspect(id: string): ExecInspect;
  /** Runs it; unless detached, until it has ended. Errors after the connection was taken over are shown on its stdout. */
  containerExecStart(id: string, options: ExecStartOptions): Task<void>;
  containerExecResize(id: string, height: number, width: number): Task<void>;
}

export interface ImageBackend {
  images(options: { all: boolean; filters: Filters; sharedSize: boolean }): ImageSummary[];
  imageInspect(name: string): ImageInspect;
  /** `tag` may be a digest; each `report` is one line of progress. Throws before the first report for an ordinary HTTP error. */
  pullImage(
    name: string,
    tag: string,
    options: { platform: string; report(message: JsonMessage): Task<void> },
  ): Task<void>;
  imageHistory(name: string): ImageHistoryItem[];
  /** An image of what a container has written. */
  commit(container: string, options: CommitOptions): Task<{ Id: string }>;
  imageDelete(name: string, options: { force: boolean; prune: boolean }): Task<ImageDeleteItem[]>;
  tagImage(name: string, repository: string, tag: string): Task<void>;
  imagesPrune(filters: Filters): Task<ImagesPruneResponse>;
}

export interface BuildBackend {
  buildPrune(filters: Filters): Task<BuildPruneResponse>;
}

export interface PluginBackend {
  plugins(filters: Filters): object[];
}

export interface VolumeBackend {
  volumes(filters: Filters): VolumeListResponse;
  volumeInspect(name: string): Volume;
  createVolume(request: VolumeCreateRequest): Task<Volume>;
  removeVolume(name: string, options: { force: boolean }): Task<void>;
  volumesPrune(filters: Filters): Task<VolumesPruneResponse>;
}

/** Outside of a swarm, most of them throw. */
export interface SwarmBackend {
  /** Gives the node's id. */
  swarmInit(request: SwarmInitRequest): Task<string>;
  swarmJoin(request: SwarmJoinRequest): Task<void>;
  swarmLeave(force: boolean): Task<void>;
  swarmInspect(): SwarmInspect;
  swarmUpdate(spec: AskedSwarmSpec, flags: SwarmUpdateFlags): Task<void>;
  /** Empty while managers are not locked. */
  swarmUnlockKey(): string;
  nodes(filters: Filters): NodeInspect[];
  nodeInspect(term: string): NodeInspect;
  nodeUpdate(term: string, version: number, spec: NodeSpec): Task<void>;
  nodeRemove(term: string): Task<void>;
}

export interface SystemBackend {
  systemInfo(): Info;
  systemVersion(): Version;
  systemDiskUsage(): DiskUsage;
  /** Unix times as `1136073600.000000001`, or empty: `since` replays the past, `until` ends the stream. */
  subscribeToEvents(options: { since: string; until: string; filters: Filters }): Subscription<EventMessage>;
  /** CLOCK_REALTIME of the machine, µs since 1970. */
  realtime(): number;
}

export type Backend = NetworkBackend &
  ContainerBackend &
  ExecBackend &
  ImageBackend &
  BuildBackend &
  PluginBackend &
  VolumeBackend &
  SwarmBackend &
  SystemBackend;
