import { SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import type { Configuration } from './configuration.ts';
import { errorPrefix } from './log.ts';
import type { Listening } from './worker.ts';

const BIND_TRIES = 5;

/**
 * Binds each address of the configuration once, or takes over a socket that is bound to it already; a port that is taken
 * is tried again for two seconds. Undefined where that did not help.
 */
export function* openSockets(
  sys: System,
  { servers }: Configuration,
  old: readonly Listening[] = [],
): Task<Listening[] | undefined> {
  const placeOf = ({ address, port }: { address: string; port: number }): string => `${address}:${port}`;
  const places = new Map(servers.flatMap(({ listen }) => listen).map((place) => [placeOf(place), place]));
  const opened = new Map(old.filter(({ place }) => places.has(place)).map(({ place, fd }) => [place, fd]));
  for (let left = BIND_TRIES; left > 0; left--) {
    for (const [place, { address, port }] of places) {
      const fd = opened.get(place) ?? (yield* listenAt(sys, address, port));
      if (fd === undefined) break;
      opened.set(place, fd);
    }
    if (opened.size === places.size) {
      const behind = (place: string) => servers.filter(({ listen }) => listen.some((one) => placeOf(one) === place));
      return [...opened].map(([place, fd]) => ({ place, fd, servers: behind(place) }));
    }
    yield* sys.sleep(SECOND / 2);
  }
  yield* sys.write(2, `${errorPrefix(sys, 'emerg')}still could not bind()\n`);
  return undefined;
}

function* listenAt(sys: System, address: string, port: number): Task<number | undefined> {
  const family = address === '::' ? 'inet6' : 'inet';
  const fd = sys.socket(family, 'stream');
  sys.setsockopt(fd, { reuseAddress: true, v6only: true });
  try {
    sys.bind(fd, { family, address, port });
    sys.listen(fd, 511);
    return fd;
  } catch (error) {
    if (!isErrno(error)) throw error;
    sys.close(fd);
    const number = error.code === 'EADDRINUSE' ? 98 : 99;
    const shown = family === 'inet6' ? `[${address}]` : address;
    const text = `bind() to ${shown}:${port} failed (${number}: ${error.message})`;
    yield* sys.write(2, `${errorPrefix(sys, 'emerg')}${text}\n`);
    if (error.code !== 'EADDRINUSE') return sys.exit(1);
    return undefined;
  }
}
