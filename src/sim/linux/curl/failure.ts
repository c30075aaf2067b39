/** Ends a transfer: curl's exit status, and what it says. */
export class CurlFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'CurlFailure';
    this.status = status;
  }
}
