import { reasonPhrase } from '../../http/status.ts';
import { ConnectionLostError } from '../../http/stream.ts';
import type { Task } from '../../kernel/task.ts';
import type { AttachOptions, AttachStreams, ContainerBackend } from '../backend.ts';
import type { Call } from '../call.ts';
import { messageOf, statusOf } from '../engine-error.ts';
import { takeOver } from '../hijack.ts';
import { multiplexed, RAW_STREAM } from '../multiplex.ts';
import type { Route } from '../router.ts';

type Wanted = Pick<AttachOptions, 'stdin' | 'stdout' | 'stderr'>;

function* openStreams(call: Call, wanted: Wanted, framed: boolean): Task<AttachStreams> {
  yield* call.skipBody();
  const stream = yield* takeOver(call, framed);
  return {
    stdin: wanted.stdin ? stream : undefined,
    stdout: wanted.stdout ? (framed ? multiplexed(stream, 'stdout') : stream) : undefined,
    stderr: wanted.stderr ? (framed ? multiplexed(stream, 'stderr') : stream) : undefined,
    peer: stream.peer,
  };
}

/** moby answers a refused attach over the bare connection, which it then closes. */
function* refuse(call: Call, error: unknown): Task<void> {
  const status = statusOf(error);
  const head = `HTTP/1.1 ${status} ${reasonPhrase(status)}\r\nContent-Type: ${RAW_STREAM}\r\n\r\n`;
  yield* call.response.hijack().write(new TextEncoder().encode(`${head}${messageOf(error)}\r\n`));
}

function* attach(backend: ContainerBackend, call: Call): Task<void> {
  const wanted = { stdin: call.bool('stdin'), stdout: call.bool('stdout'), stderr: call.bool('stderr') };
  const options: AttachOptions = {
    ...wanted,
    logs: call.bool('logs'),
    stream: call.bool('stream'),
    detachKeys: call.text('detachKeys'),
    streams: (framed) => openStreams(call, wanted, framed),
  };
  try {
    // A client that has sent all that it will still listens.
    yield* call.response.whileConnected(backend.containerAttach(call.name, options), true);
  } catch (error) {
    if (error instanceof ConnectionLostError || call.response.hijacked) throw error;
    yield* refuse(call, error);
  }
}

/** moby api/server/router/container's attach. */
export const attachRoutes = (backend: ContainerBackend): Route[] => [
  { method: 'POST', pattern: '/containers/{name}/attach', handle: (call) => attach(backend, call) },
];
