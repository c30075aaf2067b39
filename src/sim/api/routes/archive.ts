import { readAll } from '../../http/reader.ts';
import type { Task } from '../../kernel/task.ts';
import type { ContainerBackend } from '../backend.ts';
import type { Call } from '../call.ts';
import { invalidParameter } from '../engine-error.ts';
import type { Route } from '../router.ts';
import type { ContainerPathStat } from '../types/container.ts';

const STAT_HEADER = 'X-Docker-Container-Path-Stat';
const TAR = 'application/x-tar';

/** moby's ArchiveFormValues: its text lacks the blank. */
const pathOf = (call: Call): string => {
  const path = call.text('path');
  if (path === '') throw invalidParameter('bad parameter: pathcannot be empty');
  return path;
};

const setStat = (call: Call, stat: ContainerPathStat): void => {
  const bytes = new TextEncoder().encode(JSON.stringify(stat));
  call.response.headers.set(STAT_HEADER, btoa(String.fromCharCode(...bytes)));
};

function* get(backend: ContainerBackend, call: Call): Task<void> {
  const { stat, tar } = yield* backend.containerArchivePath(call.name, pathOf(call));
  setStat(call, stat);
  call.response.headers.set('Content-Type', TAR);
  yield* call.response.write(tar);
}

function* put(backend: ContainerBackend, call: Call): Task<void> {
  const path = pathOf(call);
  const archive = yield* readAll(call.request.body);
  yield* backend.containerExtractToDir(call.name, path, {
    archive,
    noOverwriteDirNonDir: call.bool('noOverwriteDirNonDir'),
  });
  call.done(200);
}

/** What is copied into containers and out of them (moby api/server/router/container/copy.go). */
export const archiveRoutes = (backend: ContainerBackend): Route[] => [
  {
    method: 'HEAD',
    pattern: '/containers/{name}/archive',
    *handle(call) {
      setStat(call, backend.containerStatPath(call.name, pathOf(call)));
      call.done(200);
    },
  },
  { method: 'GET', pattern: '/containers/{name}/archive', handle: (call) => get(backend, call) },
  { method: 'PUT', pattern: '/containers/{name}/archive', handle: (call) => put(backend, call) },
  {
    method: 'GET',
    pattern: '/containers/{name}/export',
    *handle(call) {
      const tar = yield* backend.containerExport(call.name);
      call.response.headers.set('Content-Type', 'application/octet-stream');
      yield* call.response.write(tar);
    },
  },
  {
    method: 'GET',
    pattern: '/containers/{name}/changes',
    *handle(call) {
      const changes = backend.containerChanges(call.name);
      yield* call.reply(changes.length === 0 ? null : changes);
    },
  },
];
