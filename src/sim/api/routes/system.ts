import type { Task } from '../../kernel/task.ts';
import type { SystemBackend } from '../backend.ts';
import type { Call } from '../call.ts';
import { invalidParameter } from '../engine-error.ts';
import type { Route } from '../router.ts';
import type { EventMessage } from '../types/events.ts';
import type { DiskUsage } from '../types/system.ts';

const OK = new TextEncoder().encode('OK');

function* ping(backend: SystemBackend, call: Call): Task<void> {
  const { headers } = call.response;
  headers.set('Cache-Control', 'no-cache, no-store, must-revalidate');
  headers.set('Pragma', 'no-cache');
  headers.set('Builder-Version', '2');
  const { LocalNodeState: state, ControlAvailable: manages } = backend.systemInfo().Swarm;
  headers.set('Swarm', state === 'active' ? `active/${manages ? 'manager' : 'worker'}` : state);
  headers.set('Content-Type', 'text/plain; charset=utf-8');
  if (call.request.method === 'HEAD') headers.set('Content-Length', '0');
  yield* call.response.write(OK);
}

/** `timeNano` goes out as the number that it is in Go. */
const eventLine = ({ timeNano, ...event }: EventMessage): Uint8Array => {
  const text = JSON.stringify(event);
  const nanoseconds = timeNano === undefined ? '}' : `,"timeNano":${timeNano}}`;
  return new TextEncoder().encode(`${text.slice(0, -1)}${nanoseconds}\n`);
};

function* events(backend: SystemBackend, call: Call): Task<void> {
  const since = call.timestamp('since');
  const until = call.timestamp('until');
  if (until !== '' && Number(until) < Number(since)) {
    throw invalidParameter(`\`since\` time (${since}) cannot be after \`until\` time (${until})`);
  }
  const subscription = backend.subscribeToEvents({ since, until, filters: call.filters() });
  try {
    call.response.headers.set('Content-Type', 'application/json');
    yield* call.response.flush();
    for (;;) {
      const event = yield* call.response.whileConnected(subscription.next());
      if (event === undefined) return;
      yield* call.response.write(eventLine(event));
    }
  } finally {
    subscription.close();
  }
}

const USAGE_TYPES: readonly string[] = ['container', 'image', 'volume', 'build-cache'];

/** What was asked for with `type=`, all of it where nothing was. */
const ofTypes = ({ LayersSize, Images, Containers, Volumes, BuildCache }: DiskUsage, types: readonly string[]) => {
  const unknown = types.find((type) => !USAGE_TYPES.includes(type));
  if (unknown !== undefined) throw invalidParameter(`unknown object type: ${unknown}`);
  const wants = (type: string): boolean => types.length === 0 || types.includes(type);
  return {
    LayersSize: wants('image') ? LayersSize : 0,
    Images: wants('image') ? Images : null,
    Containers: wants('container') ? Containers : null,
    Volumes: wants('volume') ? Volumes : null,
    BuildCache: wants('build-cache') ? BuildCache : null,
  };
};

/** moby api/server/router/system. */
export const systemRoutes = (backend: SystemBackend): Route[] => [
  {
    method: 'OPTIONS',
    pattern: '/{name}',
    *handle(call) {
      call.done(200);
    },
  },
  { method: 'GET', pattern: '/_ping', handle: (call) => ping(backend, call) },
  { method: 'HEAD', pattern: '/_ping', handle: (call) => ping(backend, call) },
  {
    method: 'GET',
    pattern: '/version',
    *handle(call) {
      yield* call.reply(backend.systemVersion());
    },
  },
  {
    method: 'GET',
    pattern: '/info',
    *handle(call) {
      yield* call.reply(backend.systemInfo());
    },
  },
  {
    method: 'GET',
    pattern: '/system/df',
    *handle(call) {
      yield* call.reply(ofTypes(backend.systemDiskUsage(), call.texts('type')));
    },
  },
  { method: 'GET', pattern: '/events', handle: (call) => events(backend, call) },
];
