import type { BuildBackend } from '../backend.ts';
import type { Call } from '../call.ts';
import { invalidParameter } from '../engine-error.ts';
import type { Route } from '../router.ts';

/** What of the cache is to be kept, in bytes. */
const SIZES = ['keep-storage', 'reserved-space', 'max-used-space', 'min-free-space'];

function checkSize(call: Call, name: string): void {
  const text = call.text(name);
  if (text === '' || /^[+-]?\d+$/.test(text)) return;
  const why = `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  throw invalidParameter(`${name} is in bytes and expects an integer, got ${text}: ${why}`);
}

/** moby api/server/router/build, as far as an engine that builds nothing can answer: its cache is empty. */
export const buildRoutes = (backend: BuildBackend): Route[] => [
  {
    method: 'POST',
    pattern: '/build/cancel',
    *handle(call) {
      if (call.text('id') === '') throw invalidParameter('build ID not provided');
      // There is none that could be stopped; moby does not mind either.
      call.response.headers.set('Content-Type', 'application/json');
      call.done(200);
    },
  },
  {
    method: 'POST',
    pattern: '/build/prune',
    *handle(call) {
      for (const size of SIZES) checkSize(call, size);
      yield* call.reply(yield* backend.buildPrune(call.filters()));
    },
  },
];
