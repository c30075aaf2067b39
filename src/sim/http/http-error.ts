import { reasonPhrase } from './status.ts';

/** A message that breaks the protocol; as a server one answers it with `status` and `detail`, as Go's net/http does. */
export class HttpError extends Error {
  readonly status: number;
  readonly detail: string | undefined;

  constructor(status: number, detail?: string) {
    super(`${status} ${reasonPhrase(status)}${detail === undefined ? '' : `: ${detail}`}`);
    this.name = 'HttpError';
    this.status = status;
    this.detail = detail;
  }
}
