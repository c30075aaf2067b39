import type { Task } from '../../kernel/task.ts';
import { findBuiltin, isSpecial } from '../builtins/table.ts';
import { jobText } from '../job-text.ts';
import type { AndOr, List, ListNode, PipelineNode, Subshell } from '../parse/ast.ts';
import { faultLine, faultText } from '../parse/fault.ts';
import { readCommand } from '../parse/read-command.ts';
import { type Interpreter, liveAliases, type ShellState } from '../shell-state.ts';
import * as compound from './compound.ts';
import { holds } from './condition.ts';
import { ShellError, ShellExit } from './control.ts';
import { inherited } from './descriptors.ts';
import { forkSubshell } from './fork.ts';
import { pipeline, startCoprocess, startInBackground } from './pipeline.ts';
import { selectCommand } from './select.ts';
import { checkSignals } from './signals.ts';
import { runExpanded, simpleCommand } from './simple.ts';
import { closeProcessSubstitutions, substitute, substituteProcess } from './substitution.ts';
import { syntaxErrorText } from './syntax-error.ts';
import { conditionTrap } from './trap-action.ts';
import { foreground } from './wait.ts';

/** Runs a script; `last`: nothing comes after it, so that its last command may take the shell's place. */
export function* runScript(state: ShellState, script: List, last = false): Task<number> {
  if (!last) return yield* statements(state, script);
  yield* statements(state, script.slice(0, -1));
  state.execsLast = true;
  return yield* statements(state, script.slice(-1));
}

function* statements(state: ShellState, list: List): Task<number> {
  for (const statement of list) {
    const { lowestPipe } = state;
    if (state.options.has('noexec') && !state.interactive) return 0;
    if (statement.background) {
      state.execsLast = false;
      yield* startInBackground(state, statement.command);
      state.status = 0;
    } else {
      state.status = yield* command(state, statement.command);
    }
    closeProcessSubstitutions(state, lowestPipe);
    yield* checkSignals(state);
  }
  return list.length === 0 ? 0 : state.status;
}

function* command(state: ShellState, node: ListNode): Task<number> {
  if (node.type === 'AndOr') return yield* andOr(state, node);
  const { unchecked } = state;
  if (node.type !== 'Command') state.execsLast = false;
  if (state.traps.actions.size > 0 && DEBUGGED.includes(node.type)) yield* conditionTrap(state, 'DEBUG');
  state.status = yield* dispatch(state, node);
  if (state.dialect === 'bash' && node.type !== 'Pipeline')
    state.variables.setElements('PIPESTATUS', new Map([[0, String(state.status)]]));
  const ends = endsShell(node) || state.unopened;
  state.unopened = false;
  if (state.status !== 0 && unchecked === 0 && ends) {
    yield* conditionTrap(state, 'ERR');
    if (state.options.has('errexit')) throw new ShellExit(state.status);
  }
  return state.status;
}

/** Before which commands `trap … DEBUG` acts, `for` left out, where it acts at each turn. */
const DEBUGGED = ['Command', 'Case', 'Select', 'TestCommand', 'ArithmeticCommand', 'ArithmeticFor'];

/** `set -e` acts on commands, and leaves alone what passes on a status that it has let go already. */
function endsShell(node: PipelineNode): boolean {
  if (node.type === 'Pipeline') return !node.prefixes.includes('!');
  const { type } = node.type === 'Redirected' ? node.command : node;
  return ['Command', 'Subshell', 'TestCommand', 'ArithmeticCommand'].includes(type);
}

function* andOr(state: ShellState, { commands, operators }: AndOr): Task<number> {
  const { execsLast } = state;
  for (const [i, node] of commands.entries()) {
    const operator = i === 0 ? undefined : operators[i - 1];
    if (operator !== undefined && (state.status === 0) !== (operator === '&&')) continue;
    const last = i === commands.length - 1;
    state.execsLast = last && execsLast;
    if (!last) state.unchecked++;
    try {
      state.status = yield* command(state, node);
    } finally {
      if (!last) state.unchecked--;
    }
  }
  return state.status;
}

function* dispatch(state: ShellState, node: PipelineNode): Task<number> {
  switch (node.type) {
    case 'Command':
      return yield* simpleCommand(state, node, jobText(state.dialect, node));
    case 'Pipeline':
      return yield* pipeline(state, node);
    case 'BraceGroup':
      return yield* statements(state, node.body);
    case 'Subshell':
      return yield* subshell(state, node);
    case 'If':
      return yield* compound.ifCommand(state, node);
    case 'While':
      return yield* compound.whileCommand(state, node);
    case 'For':
      return yield* compound.forCommand(state, node);
    case 'Select':
      return yield* selectCommand(state, node);
    case 'ArithmeticFor':
      return yield* compound.arithmeticFor(state, node);
    case 'Case':
      return yield* compound.caseCommand(state, node);
    case 'Redirected':
      return yield* compound.redirected(state, node);
    case 'Function':
      state.functions.set(node.name, node);
      return 0;
    case 'TestCommand':
      return Number(!(yield* holds(state, node.expression)));
    case 'ArithmeticCommand':
      return Number((yield* compound.tracedArithmetic(state, node.expression)) === 0n);
    case 'Coproc':
      return yield* startCoprocess(state, node);
  }
}

function* subshell(state: ShellState, node: Subshell): Task<number> {
  const pgid = state.options.has('monitor') ? 0 : undefined;
  const pid = forkSubshell(state, (child) => statements(child, node.body), {
    ...(pgid !== undefined && { pgid }),
  });
  const job = state.jobs.add({
    pgid: pid,
    processes: [{ pid }],
    text: jobText(state.dialect, node),
    background: false,
  });
  return yield* foreground(state, job);
}

/** How many lines end before `pos`; the end of a text without a newline at its end counts as one (as bash counts). */
const newlines = (text: string, pos: number): number =>
  (text.slice(0, pos).match(/\n/g)?.length ?? 0) + Number(pos >= text.length && !text.endsWith('\n'));

/** Runs source text command by command, as it is read. */
function* source(state: ShellState, text: string, firstLine: number): Task<number> {
  const lineOf = (pos: number): number => firstLine + newlines(text, pos);
  const { wholeShell } = state;
  state.wholeShell = false;
  let pos = 0;
  let status = 0;
  for (;;) {
    const reading = readCommand(text, pos, {
      dialect: state.dialect,
      aliases: liveAliases(state),
      final: true,
      line: firstLine,
    });
    if (reading.kind === 'nothing' || reading.kind === 'incomplete') return status;
    if (reading.kind === 'fault') {
      state.line = firstLine === 0 ? 0 : faultLine(reading.fault, lineOf);
      throw new ShellError(
        syntaxErrorText(state, faultText(state.dialect, reading.fault, lineOf), text, reading.fault, firstLine),
        2,
        true,
      );
    }
    state.line = lineOf(pos + (/^(?:\s|#.*)*/.exec(text.slice(pos))?.[0].length ?? 0));
    pos = reading.end;
    status = yield* runScript(state, reading.script, wholeShell && text.slice(pos).trim() === '');
  }
}

function* invoke(state: ShellState, words: readonly string[], plain: boolean): Task<number> {
  const plan = { files: inherited(state), opened: [] };
  return yield* runExpanded(state, { words, assignments: [] }, plan, words.join(' '), plain);
}

function builtinKind({ dialect }: ShellState, name: string): 'special' | 'regular' | undefined {
  if (!findBuiltin(dialect, name)) return undefined;
  return isSpecial(name) ? 'special' : 'regular';
}

export const interpreter: Interpreter = {
  statements,
  command,
  source,
  invoke,
  builtinKind,
  substitute,
  substituteProcess,
};
