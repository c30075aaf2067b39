import type { Machine } from '../machine.ts';
import type { PidNamespace } from '../namespaces.ts';
import type { Process } from '../process.ts';

/** Whose system calls they are. */
export interface Caller {
  readonly machine: Machine;
  readonly process: Process;
  /** The process ids that it sees: those of when it began, whatever namespaces it enters. */
  readonly pids: PidNamespace;
}
