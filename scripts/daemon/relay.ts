import type { Socket } from 'node:net';
import type { OutsideConnection, World } from '../../src/sim/world.ts';
import type { RealTime } from './real-time.ts';

const DOCKER_HOST = 'docker1';
const DOCKER_SOCKET = '/var/run/docker.sock';
/** How many bytes of a client the world may leave untaken before the client has to wait. */
const MOST_PENDING = 262_144;

/** Pipes a real connection to the simulated engine's socket and back: bytes, half closes, ends. */
export function relay(socket: Socket, world: World, time: RealTime): void {
  let connection: OutsideConnection | undefined;
  const outside = {
    receive: (bytes: Uint8Array) => {
      if (!socket.write(bytes)) connection?.hold(true);
    },
    end: () => socket.end(),
    drain: () => socket.resume(),
  };
  time.stir();
  connection = world.connect(DOCKER_HOST, DOCKER_SOCKET, outside);
  pipe(socket, connection, time);
  time.stir();
}

function pipe(socket: Socket, connection: OutsideConnection, time: RealTime): void {
  const doing = (act: () => void) => () => {
    time.stir();
    act();
    time.stir();
  };
  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => {
    doing(() => connection.send(bytes))();
    if (connection.pending > MOST_PENDING) socket.pause();
  });
  socket.on(
    'drain',
    doing(() => connection.hold(false)),
  );
  socket.on(
    'end',
    doing(() => connection.end()),
  );
  // A client that vanished; `close` follows.
  socket.on('error', () => {});
  socket.on(
    'close',
    doing(() => connection.close()),
  );
}
