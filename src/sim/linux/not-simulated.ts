import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';

/** The exit status of what the simulation lacks. */
const NOT_SIMULATED = 125;

/** Thrown where a real program would go on, and ours cannot: `what` names the option or the operation as it is typed. */
export class NotSimulated extends Error {
  constructor(what: string) {
    super(`Passerelle : la simulation ne fournit pas encore « ${what} ».`);
    this.name = 'NotSimulated';
  }
}

/** Says in French, on the standard error, what the simulation lacks; the exit status to end with. */
export function* refuse(sys: System, what: string): Task<number> {
  yield* sys.write(2, `${new NotSimulated(what).message}\n`);
  return NOT_SIMULATED;
}

/** Says what `error` lacks. */
export function* refuseError(sys: System, error: NotSimulated): Task<number> {
  yield* sys.write(2, `${error.message}\n`);
  return NOT_SIMULATED;
}
