import { ConnectionLostError } from '../../http/stream.ts';
import type { Task } from '../../kernel/task.ts';
import type { ImageBackend } from '../backend.ts';
import type { Call } from '../call.ts';
import { ApiError, invalidParameter, messageOf } from '../engine-error.ts';
import type { Route } from '../router.ts';
import type { JsonMessage } from '../types/image.ts';

/** moby's streamformatter ends each message with CR LF. */
function* report(call: Call, message: JsonMessage): Task<void> {
  yield* call.response.write(new TextEncoder().encode(`${JSON.stringify(message)}\r\n`));
  yield* call.response.flush();
}

function* pull(backend: ImageBackend, call: Call): Task<void> {
  // `docker pull -a` may send a name that ends in a colon.
  const name = call.text('fromImage').replace(/:$/, '');
  if (name === '') throw new ApiError('NotImplemented', 'simulation : l’import d’images n’est pas simulé');
  const platform = call.platform();
  call.response.headers.set('Content-Type', 'application/json');
  try {
    yield* backend.pullImage(name, call.text('tag'), {
      platform,
      report: (message) => report(call, message),
    });
  } catch (error) {
    if (error instanceof ConnectionLostError || !call.response.started) throw error;
    yield* report(call, { errorDetail: { message: messageOf(error) }, error: messageOf(error) });
  }
}

function* commit(backend: ImageBackend, call: Call): Task<void> {
  const created = yield* backend.commit(call.text('container'), {
    repository: call.text('repo'),
    tag: call.text('tag'),
    comment: call.text('comment'),
    author: call.text('author'),
    changes: call.texts('changes'),
  });
  yield* call.reply(created, 201);
}

/** moby api/server/router/image. */
export const imageRoutes = (backend: ImageBackend): Route[] => [
  {
    method: 'GET',
    pattern: '/images/json',
    *handle(call) {
      const options = { all: call.bool('all'), filters: call.filters(), sharedSize: call.bool('shared-size') };
      yield* call.reply(backend.images(options));
    },
  },
  {
    method: 'GET',
    pattern: '/images/{name}/json',
    *handle(call) {
      yield* call.reply(backend.imageInspect(call.name));
    },
  },
  {
    method: 'GET',
    pattern: '/images/{name}/history',
    *handle(call) {
      yield* call.reply(backend.imageHistory(call.name));
    },
  },
  { method: 'POST', pattern: '/commit', handle: (call) => commit(backend, call) },
  { method: 'POST', pattern: '/images/create', handle: (call) => pull(backend, call) },
  {
    method: 'POST',
    pattern: '/images/{name}/tag',
    *handle(call) {
      // Without a name nothing is tagged, and nobody is told (moby's postImagesTag).
      if (call.text('repo') === '' && call.text('tag') === '') return call.done(200);
      yield* backend.tagImage(call.name, call.text('repo'), call.text('tag'));
      call.done(201);
    },
  },
  {
    method: 'POST',
    pattern: '/images/prune',
    *handle(call) {
      yield* call.reply(yield* backend.imagesPrune(call.filters()));
    },
  },
  {
    method: 'DELETE',
    pattern: '/images/{name}',
    *handle(call) {
      if (call.name.trim() === '') throw invalidParameter('image name cannot be blank');
      const options = { force: call.bool('force'), prune: !call.bool('noprune') };
      yield* call.reply(yield* backend.imageDelete(call.name, options));
    },
  },
];
