import type { Backend } from '../api/backend.ts';

/** What a client shows in its terminal: a container's main process, or one that it runs beside (exec). */
export type Attachment =
  | { readonly kind: 'container'; readonly id: string }
  | { readonly kind: 'exec'; readonly id: string };

/** Who is attached to what: client process (pid on the host) → attachment. Kept by dockerd's connections, read by terminal windows. */
export class Attachments {
  readonly #byPid = new Map<number, Attachment>();

  of(pid: number): Attachment | undefined {
    return this.#byPid.get(pid);
  }

  /** The backend as one client sees it: while it is attached to something, that is noted. */
  noting(backend: Backend, client: number): Backend {
    const byPid = this.#byPid;
    const noted: Pick<Backend, 'containerAttach' | 'containerExecStart'> = {
      *containerAttach(name, options) {
        byPid.set(client, { kind: 'container', id: backend.containerInspect(name, { size: false }).Id });
        try {
          yield* backend.containerAttach(name, options);
        } finally {
          byPid.delete(client);
        }
      },
      *containerExecStart(id, options) {
        if (!options.detach) byPid.set(client, { kind: 'exec', id });
        try {
          yield* backend.containerExecStart(id, options);
        } finally {
          byPid.delete(client);
        }
      },
    };
    return Object.assign(Object.create(backend) as Backend, noted);
  }
}
