/** A command that fails with a text of its own and an exit status (docker/cli's StatusError). An empty text prints nothing. */
export class StatusError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}
