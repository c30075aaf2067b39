import { chmodSync, existsSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { World } from '../../src/sim/world.ts';
import { dockerHost, type ListenAddress } from './listen-address.ts';
import { RealTime } from './real-time.ts';
import { relay } from './relay.ts';

/** As dockerd makes its socket: for its owner and group. */
const SOCKET_MODE = 0o660;

/** A simulated engine in real time, served to the real world. */
export class SimulatedDaemon {
  readonly world = new World({ seed: Date.now() >>> 0, epoch: Date.now() * 1_000 });
  readonly #time: RealTime;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  constructor(failed: (error: unknown) => void) {
    this.#time = new RealTime(this.world, failed);
  }

  /** How many connections there are now. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Listens there too. Gives what `DOCKER_HOST` must be; rejects with Node's own errors (`EADDRINUSE`, `EACCES` …). */
  async listen(address: ListenAddress): Promise<string> {
    if ('path' in address) await removeStale(address.path);
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    this.#servers.push(server);
    if ('path' in address) chmodSync(address.path, SOCKET_MODE);
    const bound = server.address();
    return dockerHost(
      'path' in address || typeof bound !== 'object' || !bound ? address : { ...address, port: bound.port },
    );
  }

  /** Ends all connections, and time. */
  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
    this.#time.stop();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    relay(socket, this.world, this.#time);
  }

  /** Brings the world to the present: to be called after anything was done to it from here. */
  stir(): void {
    this.#time.stir();
  }
}

/** A socket's file stays behind where its daemon was killed; one that answers is in use, and `listen` will say so. */
async function removeStale(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const refused = await new Promise<boolean>((resolve) => {
    const probe = connect({ path });
    probe.once('connect', () => resolve(false));
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
    probe.once('close', () => probe.destroy());
    probe.once('connect', () => probe.destroy());
  });
  if (refused) unlinkSync(path);
}
