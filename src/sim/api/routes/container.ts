import type { Task } from '../../kernel/task.ts';
import type { ContainerBackend, StopOptions } from '../backend.ts';
import { type Call, decodeJson } from '../call.ts';
import { decodeContainerRequest } from '../container-request.ts';
import { ApiError, invalidParameter, isEngineError } from '../engine-error.ts';
import { encodeJson } from '../json.ts';
import { writeLogStream } from '../log-stream.ts';
import { MULTIPLEXED_STREAM, RAW_STREAM } from '../multiplex.ts';
import type { Route } from '../router.ts';
import type { ContainerUpdateRequest, WaitCondition } from '../types/container.ts';
import type { ContainerCreateRequest } from '../types/container-config.ts';

const CONDITIONS: readonly string[] = ['not-running', 'next-exit', 'removed'] satisfies WaitCondition[];

const isCondition = (text: string): text is WaitCondition => CONDITIONS.includes(text);

const stopOptions = (call: Call): StopOptions => ({
  signal: call.before('1.42') ? '' : call.text('signal'),
  timeout: call.int('t'),
});

/** A route that changes a container and answers with nothing. */
const action = (name: string, run: (call: Call) => Task<void>): Route => ({
  method: 'POST',
  pattern: `/containers/{name}/${name}`,
  *handle(call) {
    yield* run(call);
    call.done();
  },
});

const actions = (backend: ContainerBackend): Route[] => [
  action('start', (call) => {
    if (call.text('checkpoint') !== '') throw invalidParameter('checkpoint is only supported in experimental mode');
    // moby: a JSON object that is not null has at least 7 characters.
    if (call.request.contentLength === undefined || call.request.contentLength > 7) {
      throw invalidParameter(
        'starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24',
      );
    }
    return backend.containerStart(call.name);
  }),
  action('stop', (call) => backend.containerStop(call.name, stopOptions(call))),
  action('restart', (call) => backend.containerRestart(call.name, stopOptions(call))),
  action('kill', function* (call) {
    try {
      yield* backend.containerKill(call.name, call.text('signal'));
    } catch (error) {
      if (!isEngineError(error)) throw error;
      throw new ApiError(error.kind, `cannot kill container: ${call.name}: ${error.message}`);
    }
  }),
  action('pause', (call) => backend.containerPause(call.name)),
  action('unpause', (call) => backend.containerUnpause(call.name)),
  action('rename', (call) => backend.containerRename(call.name, call.text('name'))),
];

function* create(backend: ContainerBackend, call: Call): Task<void> {
  call.requireJson();
  const body = yield* call.body();
  const request = decodeJson<ContainerCreateRequest>(body, 'container.CreateRequest') ?? {};
  const { warnings, ...decoded } = decodeContainerRequest(request);
  const networks = Object.keys(decoded.networkingConfig.EndpointsConfig ?? {}).sort();
  if (call.before('1.44') && networks.length > 1) {
    throw invalidParameter(`Container cannot be created with multiple network endpoints: ${networks.join(', ')}`);
  }
  const created = yield* backend.containerCreate({
    name: call.text('name'),
    platform: call.platform(),
    ...decoded,
  });
  yield* call.reply({ Id: created.Id, Warnings: [...created.Warnings, ...warnings] }, 201);
}

function* wait(backend: ContainerBackend, call: Call): Task<void> {
  const condition = call.text('condition') || 'not-running';
  if (!isCondition(condition)) throw invalidParameter(`invalid condition: ${JSON.stringify(condition)}`);
  const ended = backend.containerWait(call.name, condition);
  call.response.headers.set('Content-Type', 'application/json');
  // The head goes out at once: it tells the client that the wait has begun.
  if (!call.before('1.30')) yield* call.response.flush();
  yield* call.response.write(encodeJson(yield* call.response.whileConnected(ended)));
}

function* logs(backend: ContainerBackend, call: Call): Task<void> {
  const options = {
    follow: call.bool('follow'),
    stdout: call.bool('stdout'),
    stderr: call.bool('stderr'),
    timestamps: call.bool('timestamps'),
    details: call.bool('details'),
    since: call.text('since'),
    until: call.text('until'),
    tail: call.text('tail'),
  };
  if (!options.stdout && !options.stderr) {
    throw invalidParameter('Bad parameters: you must choose at least one stream');
  }
  call.timestamp('since');
  call.timestamp('until');
  const { tty, messages } = backend.containerLogs(call.name, options);
  const type = tty || call.before('1.42') ? RAW_STREAM : MULTIPLEXED_STREAM;
  call.response.headers.set('Content-Type', type);
  yield* call.response.flush();
  yield* call.response.whileConnected(writeLogStream(call.response, messages, options, tty));
}

function* stats(backend: ContainerBackend, call: Call): Task<void> {
  const stream = call.text('stream') === '' || call.bool('stream');
  const oneShot = call.bool('one-shot') && !call.before('1.41');
  if (stream && oneShot) throw invalidParameter('cannot have stream=true and one-shot=true');
  call.response.headers.set('Content-Type', 'application/json');
  const samples = backend.containerStats(call.name, {
    stream,
    oneShot,
    *report(sample) {
      yield* call.response.write(encodeJson(sample));
      if (stream) yield* call.response.flush();
    },
  });
  yield* call.response.whileConnected(samples);
}

function* list(backend: ContainerBackend, call: Call): Task<void> {
  const filters = call.filters();
  const options = { all: call.bool('all'), size: call.bool('size'), limit: call.int('limit') ?? 0, filters };
  yield* call.reply(backend.containers(options));
}

/** moby api/server/router/container, but for attach and exec. */
export const containerRoutes = (backend: ContainerBackend): Route[] => [
  { method: 'GET', pattern: '/containers/json', handle: (call) => list(backend, call) },
  {
    method: 'GET',
    pattern: '/containers/{name}/json',
    *handle(call) {
      yield* call.reply(backend.containerInspect(call.name, { size: call.bool('size') }));
    },
  },
  {
    method: 'GET',
    pattern: '/containers/{name}/top',
    *handle(call) {
      yield* call.reply(yield* backend.containerTop(call.name, call.text('ps_args')));
    },
  },
  { method: 'GET', pattern: '/containers/{name}/logs', handle: (call) => logs(backend, call) },
  { method: 'GET', pattern: '/containers/{name}/stats', handle: (call) => stats(backend, call) },
  {
    method: 'POST',
    pattern: '/containers/{name}/update',
    *handle(call) {
      yield* call.reply(
        yield* backend.containerUpdate(call.name, yield* call.json<ContainerUpdateRequest>('container.UpdateConfig')),
      );
    },
  },
  { method: 'POST', pattern: '/containers/create', handle: (call) => create(backend, call) },
  ...actions(backend),
  { method: 'POST', pattern: '/containers/{name}/wait', handle: (call) => wait(backend, call) },
  {
    method: 'POST',
    pattern: '/containers/{name}/resize',
    *handle(call) {
      const height = call.uint32('h', 'resize height');
      yield* backend.containerResize(call.name, height, call.uint32('w', 'resize width'));
    },
  },
  {
    method: 'POST',
    pattern: '/containers/prune',
    *handle(call) {
      yield* call.reply(yield* backend.containersPrune(call.filters()));
    },
  },
  {
    method: 'DELETE',
    pattern: '/containers/{name}',
    *handle(call) {
      const options = { force: call.bool('force'), volumes: call.bool('v'), link: call.bool('link') };
      yield* backend.containerRemove(call.name, options);
      call.done();
    },
  },
];
