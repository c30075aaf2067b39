import type { World } from '../sim/world.ts';

const HOST = 'docker1';
const SOCKET = '/var/run/docker.sock';

/**
 * Sends an HTTP request to the engine, as a client outside of the world; it must ask for its connection to be closed.
 * `answered` gets all that came when it is; nothing where the engine does not listen.
 */
export function requestOf(world: World, request: Uint8Array, answered: (response: Uint8Array) => void): void {
  const parts: Uint8Array[] = [];
  const end = (): void => {
    connection?.close();
    answered(Uint8Array.from(parts.flatMap((part) => [...part])));
  };
  const outside = { receive: (bytes: Uint8Array) => void parts.push(bytes), end, drain: () => {} };
  const connection = connect(world, outside);
  if (connection === undefined) return answered(new Uint8Array());
  connection.send(request);
}

function connect(world: World, outside: Parameters<World['connect']>[2]) {
  try {
    return world.connect(HOST, SOCKET, outside);
  } catch {
    // dockerd was stopped.
    return undefined;
  }
}
