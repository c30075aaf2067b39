import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { expandToText } from '../expand/word.ts';
import { exitStatus } from '../jobs.ts';
import { complaint } from '../messages.ts';
import type { List } from '../parse/ast.ts';
import type { ShellState } from '../shell-state.ts';
import { inherited, privatePipe } from './descriptors.ts';
import { forkSubshell } from './fork.ts';
import { readText } from './launch.ts';
import { readAll } from './read-all.ts';
import { openText } from './redirect.ts';
import { checkSignals } from './signals.ts';
import { waitForChild } from './wait.ts';

/** Runs a script (source, where it could not be read) in a subshell and gives what it wrote, without the newlines at its end (POSIX 2.6.3). */
export function* substitute(state: ShellState, script: List | string): Task<string> {
  const { sys } = state;
  const { read, write } = privatePipe(sys);
  const pid = forkSubshell(
    state,
    (child) => {
      child.substitutions++;
      return body(child, script);
    },
    { files: inherited(state).set(1, write) },
  );
  sys.close(write);
  const text = yield* readAll(state, read);
  sys.close(read);
  const status = yield* waitForChild(state, pid);
  state.substituted = status ? exitStatus(status) : 0;
  state.status = state.substituted;
  if (status?.signal === 'SIGINT') yield* checkSignals(state);
  return text.replace(/\n+$/, '');
}

function* body(child: ShellState, script: List | string): Task<number> {
  if (typeof script === 'string') return yield* faulty(child, script);
  const path = yield* fileOnly(child, script);
  return path === undefined ? yield* child.interpreter.statements(child, script) : yield* copyOut(child, path);
}

/** bash finds a fault between backquotes when it runs them, and says so under this name. */
function* faulty(child: ShellState, source: string): Task<number> {
  child.name += ': command substitution';
  child.commandString = false;
  child.interactive = false;
  return yield* child.interpreter.source(child, source, 1);
}

/** `$(< file)` gives the file's text: its path. */
function* fileOnly(child: ShellState, [statement, ...more]: List): Task<string | undefined> {
  const command = statement?.command;
  if (command?.type !== 'Command' || more.length > 0) return undefined;
  const [redirection] = command.redirections;
  const alone = command.words.length + command.assignments.length === 0 && command.redirections.length === 1;
  if (!alone || redirection?.type !== 'Redirect' || redirection.operator !== '<') return undefined;
  return yield* expandToText(child, redirection.target);
}

function* copyOut(child: ShellState, path: string): Task<number> {
  try {
    yield* child.sys.write(1, yield* readText(child, path));
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* child.sys.write(2, complaint(child, openText(child, '<', path, error)));
    return 1;
  }
}

/** Runs a script beside the command that reads or writes it: gives the path of the pipe, which is open until the statement ends. */
export function substituteProcess(state: ShellState, script: List, operator: '<' | '>'): string {
  const { sys } = state;
  const { read, write } = privatePipe(sys);
  const [kept, given] = operator === '<' ? [read, write] : [write, read];
  const files = inherited(state).set(operator === '<' ? 1 : 0, given);
  forkSubshell(state, (child) => child.interpreter.statements(child, script), { files });
  sys.close(given);
  const fd = --state.lowestPipe;
  state.open = new Set([...state.open, fd]);
  sys.dup2(kept, fd);
  sys.close(kept);
  return `/dev/fd/${fd}`;
}

/** Closes the pipes of `<(…)` opened since `lowest` was the last one. */
export function closeProcessSubstitutions(state: ShellState, lowest: number): void {
  if (state.lowestPipe === lowest) return;
  const ended = [...state.open].filter((fd) => fd >= state.lowestPipe && fd < lowest);
  for (const fd of ended) state.sys.close(fd);
  state.open = new Set([...state.open].filter((fd) => !ended.includes(fd)));
  state.lowestPipe = lowest;
}
