import type {
  ContainerCreateResponse,
  ContainerInspect,
  ContainerPathStat,
  ContainerStats,
  ContainerSummary,
  ContainersPruneResponse,
  ContainerTopResponse,
  ContainerUpdateRequest,
  ContainerUpdateResponse,
  ContainerWaitResponse,
  FilesystemChange,
  WaitCondition,
} from '../api/types/container.ts';
import type { ContainerCreateRequest } from '../api/types/container-config.ts';
import { readAll } from '../http/reader.ts';
import type { Task } from '../kernel/task.ts';
import type { AttachedStream } from './attached-stream.ts';
import { type JsonStream, jsonStream } from './json-stream.ts';
import { type FilterArgs, filtersParameter, trimId } from './target.ts';
import type { OpenBody, Transport } from './transport.ts';

export interface ContainerListOptions {
  readonly all?: boolean;
  readonly size?: boolean;
  readonly limit?: number;
  readonly filters?: FilterArgs;
}

export interface StopOptions {
  readonly signal?: string;
  /** Seconds. */
  readonly timeout?: number;
}

export interface ContainerAttachOptions {
  readonly stream?: boolean;
  readonly stdin?: boolean;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly logs?: boolean;
  readonly detachKeys?: string;
}

export interface ContainerLogsOptions {
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  /** Unix times, as `1136073600.000000001`. */
  readonly since?: string;
  readonly until?: string;
  readonly timestamps?: boolean;
  readonly details?: boolean;
  readonly follow?: boolean;
  readonly tail?: string;
}

/** A wait that the engine has begun: it listens from before this was returned. */
export interface PendingWait {
  /** The socket: readable once the container has ended. */
  readonly fd: number;
  /** Waits for the container's end, and closes. */
  result(): Task<ContainerWaitResponse>;
  close(): void;
}

const pendingWait = (body: OpenBody): PendingWait => ({
  fd: body.fd,
  close: () => body.close(),
  *result() {
    try {
      return JSON.parse(new TextDecoder().decode(yield* readAll(body))) as ContainerWaitResponse;
    } finally {
      body.close();
    }
  },
});

const flag = (value: boolean | undefined): true | undefined => value || undefined;

const containerPath = (id: string, action = ''): string => `/containers/${trimId('container', id)}${action}`;

const stopQuery = ({ signal, timeout }: StopOptions) => ({ t: timeout, signal: signal || undefined });

const pathStat = (body: OpenBody): ContainerPathStat => {
  const bytes = Uint8Array.from(atob(body.header('X-Docker-Container-Path-Stat') ?? ''), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as ContainerPathStat;
};

/** docker/client's container_*.go, but for exec. */
export const containerClient = (transport: Transport) => ({
  containerList({ all, size, limit, filters }: ContainerListOptions = {}): Task<ContainerSummary[]> {
    const query = {
      all: flag(all),
      size: flag(size),
      limit: limit !== undefined && limit > 0 ? limit : undefined,
      filters: filtersParameter(filters),
    };
    return transport.json('GET', '/containers/json', { query });
  },

  containerInspect(id: string, options: { size?: boolean } = {}): Task<ContainerInspect> {
    return transport.json('GET', containerPath(id, '/json'), { query: { size: flag(options.size) } });
  },

  containerCreate(
    request: ContainerCreateRequest,
    options: { name?: string; platform?: string } = {},
  ): Task<ContainerCreateResponse> {
    const query = { name: options.name || undefined, platform: options.platform || undefined };
    return transport.json('POST', '/containers/create', { query, body: request });
  },

  *containerStart(id: string): Task<void> {
    yield* transport.bytes('POST', containerPath(id, '/start'));
  },

  *containerStop(id: string, options: StopOptions = {}): Task<void> {
    yield* transport.bytes('POST', containerPath(id, '/stop'), { query: stopQuery(options) });
  },

  *containerRestart(id: string, options: StopOptions = {}): Task<void> {
    yield* transport.bytes('POST', containerPath(id, '/restart'), { query: stopQuery(options) });
  },

  *containerKill(id: string, signal = ''): Task<void> {
    yield* transport.bytes('POST', containerPath(id, '/kill'), { query: { signal: signal || undefined } });
  },

  *containerPause(id: string): Task<void> {
    yield* transport.bytes('POST', containerPath(id, '/pause'));
  },

  *containerUnpause(id: string): Task<void> {
    yield* transport.bytes('POST', containerPath(id, '/unpause'));
  },

  *containerRename(id: string, newName: string): Task<void> {
    yield* transport.bytes('POST', containerPath(id, '/rename'), { query: { name: newName } });
  },

  *containerRemove(id: string, options: { force?: boolean; volumes?: boolean; link?: boolean } = {}): Task<void> {
    const query = { v: flag(options.volumes), link: flag(options.link), force: flag(options.force) };
    yield* transport.bytes('DELETE', containerPath(id), { query });
  },

  *containerResize(id: string, height: number, width: number): Task<void> {
    yield* transport.bytes('POST', containerPath(id, '/resize'), { query: { h: height, w: width } });
  },

  /** Returns once the engine listens, so a container started next cannot end unseen. */
  *containerWait(id: string, condition: WaitCondition = 'not-running'): Task<PendingWait> {
    return pendingWait(yield* transport.open('POST', containerPath(id, '/wait'), { query: { condition } }));
  },

  containerTop(id: string, psArguments: readonly string[] = []): Task<ContainerTopResponse> {
    const query = { ps_args: psArguments.length > 0 ? psArguments.join(' ') : undefined };
    return transport.json('GET', containerPath(id, '/top'), { query });
  },

  /** Frames (see `Demultiplexer`) unless the container has a terminal; `mediaType` says which. */
  containerLogs(id: string, options: ContainerLogsOptions): Task<OpenBody> {
    const query = {
      stdout: flag(options.stdout),
      stderr: flag(options.stderr),
      since: options.since || undefined,
      until: options.until || undefined,
      timestamps: flag(options.timestamps),
      details: flag(options.details),
      follow: flag(options.follow),
      tail: options.tail ?? '',
    };
    return transport.open('GET', containerPath(id, '/logs'), { query });
  },

  containerAttach(id: string, options: ContainerAttachOptions): Task<AttachedStream> {
    const query = {
      stream: flag(options.stream),
      stdin: flag(options.stdin),
      stdout: flag(options.stdout),
      stderr: flag(options.stderr),
      detachKeys: options.detachKeys || undefined,
      logs: flag(options.logs),
    };
    return transport.hijack(containerPath(id, '/attach'), { query });
  },

  *containerStatPath(id: string, path: string): Task<ContainerPathStat> {
    const body = yield* transport.open('HEAD', containerPath(id, '/archive'), { query: { path } });
    body.close();
    return pathStat(body);
  },

  /** A tar, and what its first entry is. */
  *copyFromContainer(id: string, path: string): Task<{ stat: ContainerPathStat; archive: Uint8Array }> {
    const body = yield* transport.open('GET', containerPath(id, '/archive'), { query: { path } });
    try {
      return { stat: pathStat(body), archive: yield* readAll(body) };
    } finally {
      body.close();
    }
  },

  *copyToContainer(id: string, path: string, archive: Uint8Array, options: { copyUidGid: boolean }): Task<void> {
    const query = { path, noOverwriteDirNonDir: 'true', copyUIDGID: options.copyUidGid ? 'true' : undefined };
    yield* transport.bytes('PUT', containerPath(id, '/archive'), { query, archive });
  },

  containerExport(id: string): Task<Uint8Array> {
    return transport.bytes('GET', containerPath(id, '/export'));
  },

  containerDiff(id: string): Task<FilesystemChange[] | null> {
    return transport.json('GET', containerPath(id, '/changes'));
  },

  *containerStats(id: string, stream: boolean): Task<JsonStream<ContainerStats>> {
    const query = { stream: stream ? 1 : 0 };
    return jsonStream<ContainerStats>(yield* transport.open('GET', containerPath(id, '/stats'), { query }));
  },

  containerUpdate(id: string, request: ContainerUpdateRequest): Task<ContainerUpdateResponse> {
    return transport.json('POST', containerPath(id, '/update'), { body: request });
  },

  containersPrune(filters: FilterArgs = {}): Task<ContainersPruneResponse> {
    return transport.json('POST', '/containers/prune', { query: { filters: filtersParameter(filters) } });
  },
});
