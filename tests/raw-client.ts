import type { OutsideConnection, World } from '../src/sim/world.ts';

/** A client of dockerd's socket that sends bytes, and may leave at any time. */
export class RawClient {
  readonly connection: OutsideConnection;
  received = '';
  ended = false;

  constructor(world: World) {
    this.connection = world.connect('docker1', '/var/run/docker.sock', {
      receive: (bytes) => {
        this.received += new TextDecoder('latin1').decode(bytes);
      },
      end: () => {
        this.ended = true;
      },
      drain: () => {},
    });
  }

  send(text: string): void {
    this.connection.send(new TextEncoder().encode(text));
  }
}

/** What has come back after `patience`, in the engine's own µs; the client leaves then. */
export function askRaw(world: World, request: string, patience: number): string {
  const client = new RawClient(world);
  client.send(request);
  world.runFor(patience);
  client.connection.close();
  return client.received;
}

export function post(path: string, body: object): string {
  const text = JSON.stringify(body);
  return `POST ${path} HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
}
