import { type Errno, isErrno } from '../../kernel/errno.ts';
import type { Program, SpawnOptions } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { tellError } from '../messages.ts';
import type { ShellState } from '../shell-state.ts';
import { Interrupted, LoopExit, ReturnFromFunction, ShellError, ShellExit } from './control.ts';
import type { Descriptors } from './descriptors.ts';
import { inherited } from './descriptors.ts';
import { runTrap } from './signals.ts';

export interface ForkOptions {
  readonly files?: Descriptors;
  readonly pgid?: number;
  /** SIGINT and SIGQUIT do not reach it: a background command of a shell without job control. */
  readonly deaf?: boolean;
}

/** No process can be made: the shell gives up. */
export const cannotFork = ({ message }: Errno): ShellError => new ShellError(`can't fork: ${message}`, 2);

/** Starts `body` in a subshell of this shell's own; gives its pid. */
export function forkSubshell(
  state: ShellState,
  body: (child: ShellState) => Task<number>,
  { files = inherited(state), pgid, deaf = false }: ForkOptions = {},
): number {
  const child = state.subshell();
  const fork = (program: Program, options: SpawnOptions): number => {
    try {
      return state.sys.fork(program, options);
    } catch (error) {
      throw isErrno(error) ? cannotFork(error) : error;
    }
  };
  return fork(
    function* (sys) {
      child.sys = sys;
      child.open = new Set(files.keys());
      return yield* toTheEnd(child, body(child));
    },
    { files, ...(pgid !== undefined && { pgid }), ignore: deaf ? ['SIGINT', 'SIGQUIT'] : [] },
  );
}

/** Runs a task to the shell's end: its status, after what `trap … EXIT` asks for. */
export function* toTheEnd(state: ShellState, body: Task<number>): Task<number> {
  const status = yield* caught(state, body);
  const action = state.traps.actions.get('EXIT');
  if (action === undefined) return status;
  state.traps.actions.delete('EXIT');
  state.status = status;
  return yield* caught(
    state,
    (function* () {
      yield* runTrap(state, action);
      return status;
    })(),
  );
}

/** ash ends as SIGINT alone would have ended it, where that can be: it cannot end a container's first process. */
function killedByInterrupt({ sys }: ShellState): number {
  sys.signal('SIGINT', 'default');
  sys.kill(sys.pid, 'SIGINT');
  return 130;
}

function* caught(state: ShellState, body: Task<number>): Task<number> {
  try {
    return yield* body;
  } catch (error) {
    if (error instanceof ShellExit || error instanceof ReturnFromFunction) return error.status;
    if (error instanceof LoopExit) return 0;
    if (error instanceof Interrupted) return killedByInterrupt(state);
    if (!(error instanceof ShellError)) throw error;
    yield* tellError(state, error);
    return error.status;
  }
}
