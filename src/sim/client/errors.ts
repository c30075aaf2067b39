/** What the engine refused; `message` as docker/client makes it: `Error response from daemon: …`. */
export class DaemonError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'DaemonError';
    this.status = status;
  }
}

/** The engine could not be reached (docker/client's `errConnectionFailed`). */
export class ConnectionFailedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConnectionFailedError';
  }
}

/** docker/client's text when nothing listens at `host`. */
export const connectionFailed = (host: string): ConnectionFailedError =>
  new ConnectionFailedError(`Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?`);
