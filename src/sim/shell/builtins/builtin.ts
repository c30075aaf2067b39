import type { Task } from '../../kernel/task.ts';
import type { ShellState } from '../shell-state.ts';

/** A command that the shell runs itself: its words after the name; the exit status. */
export type Builtin = (state: ShellState, args: readonly string[]) => Task<number>;

/** Says in French what the simulation lacks, in words that are no shell's. */
export const notSimulated = (what: string): BuiltinError =>
  new BuiltinError(`Passerelle : la simulation ne fournit pas encore « ${what} ».\n`, 125, true);

/**
 * A builtin's complaint, printed behind `sh: NAME: `. In ash an error of a special builtin ends a shell that is not interactive.
 */
export class BuiltinError extends Error {
  readonly status: number;
  /** Printed as it is, without the shell's and the builtin's name. */
  readonly bare: boolean;

  constructor(message: string, status: number, bare = false) {
    super(message);
    this.status = status;
    this.bare = bare;
  }
}
