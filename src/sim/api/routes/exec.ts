import { ConnectionLostError } from '../../http/stream.ts';
import type { Task } from '../../kernel/task.ts';
import type { AttachStreams, ExecBackend } from '../backend.ts';
import type { Call } from '../call.ts';
import { invalidParameter, messageOf } from '../engine-error.ts';
import { takeOver } from '../hijack.ts';
import { multiplexed } from '../multiplex.ts';
import type { Route } from '../router.ts';
import type { ExecCreateRequest, ExecStartRequest } from '../types/exec.ts';

function* openStreams(
  call: Call,
  tty: boolean,
): Task<Required<Pick<AttachStreams, 'stdin' | 'stdout'>> & AttachStreams> {
  const stream = yield* takeOver(call, !tty, call.response.headers);
  const { peer } = stream;
  if (tty) return { stdin: stream, stdout: stream, peer };
  return { stdin: stream, stdout: multiplexed(stream, 'stdout'), stderr: multiplexed(stream, 'stderr'), peer };
}

function* start(backend: ExecBackend, call: Call): Task<void> {
  const {
    Detach = false,
    Tty = false,
    ConsoleSize = null,
  } = yield* call.json<ExecStartRequest>('container.ExecStartOptions');
  // An unknown exec is refused before the connection is taken over.
  backend.execInspect(call.name);
  const consoleSize = Tty && !call.before('1.42') ? ConsoleSize : null;
  if (Detach) return yield* backend.containerExecStart(call.name, { detach: true, consoleSize });
  const streams = yield* openStreams(call, Tty);
  try {
    const run = backend.containerExecStart(call.name, { detach: false, consoleSize, streams });
    yield* call.response.whileConnected(run, true);
  } catch (error) {
    if (error instanceof ConnectionLostError) throw error;
    yield* streams.stdout.write(new TextEncoder().encode(`${messageOf(error)}\r\n`));
  }
}

/** moby api/server/router/container/exec.go. */
export const execRoutes = (backend: ExecBackend): Route[] => [
  {
    method: 'POST',
    pattern: '/containers/{name}/exec',
    *handle(call) {
      const request = yield* call.json<ExecCreateRequest>('container.ExecOptions');
      if (!request.Cmd?.length) throw invalidParameter('No exec command specified');
      if (call.before('1.42')) request.ConsoleSize = null;
      yield* call.reply({ Id: yield* backend.containerExecCreate(call.name, request) }, 201);
    },
  },
  { method: 'POST', pattern: '/exec/{name}/start', handle: (call) => start(backend, call) },
  {
    method: 'POST',
    pattern: '/exec/{name}/resize',
    *handle(call) {
      const height = call.uint32('h', 'resize height');
      yield* backend.containerExecResize(call.name, height, call.uint32('w', 'resize width'));
    },
  },
  {
    method: 'GET',
    pattern: '/exec/{name}/json',
    *handle(call) {
      yield* call.reply(backend.execInspect(call.name));
    },
  },
];
