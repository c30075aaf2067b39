import type { Backend } from '../api/backend.ts';
import type { Task } from '../kernel/task.ts';

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

  /** A backend that notes who is attached to what, and for how long. */
  noting(backend: Backend): Backend {
    const noted: Pick<Backend, 'containerAttach' | 'containerExecStart'> = {
      containerAttach: (name, options) => {
        let peer: number | undefined;
        const attached = backend.containerAttach(name, {
          ...options,
          *streams(multiplexed) {
            const streams = yield* options.streams(multiplexed);
            peer = streams.peer;
            const { Id: id } = backend.containerInspect(name, { size: false });
            if (peer !== undefined) byPid.set(peer, { kind: 'container', id });
            return streams;
          },
        });
        return until(attached, () => byPid.delete(peer ?? 0));
      },
      containerExecStart: (id, options) => {
        const peer = options.streams?.peer;
        if (peer !== undefined) byPid.set(peer, { kind: 'exec', id });
        return until(backend.containerExecStart(id, options), () => byPid.delete(peer ?? 0));
      },
    };
    const byPid = this.#byPid;
    return Object.assign(Object.create(backend) as Backend, noted);
  }
}

/** Does `afterwards` whichever way the task ends. */
function* until(task: Task<void>, afterwards: () => void): Task<void> {
  try {
    yield* task;
  } finally {
    afterwards();
  }
}
