import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { findBuiltin } from '../builtins/table.ts';
import { jobText } from '../job-text.ts';
import { exitStatus, type Job } from '../jobs.ts';
import { complaint } from '../messages.ts';
import type { Command, CommandNode, Coproc, ListNode, Pipeline } from '../parse/ast.ts';
import type { ShellState } from '../shell-state.ts';
import { type Descriptors, inherited, makePrivate, privatePipe } from './descriptors.ts';
import { type ForkOptions, forkSubshell } from './fork.ts';
import { launch, tellFailure } from './launch.ts';
import { discard, type Plan, planRedirections, RedirectionError } from './redirect.ts';
import { commandWords } from './simple.ts';
import { tellTime } from './time.ts';
import { traceCommand } from './trace.ts';
import { foreground } from './wait.ts';

/** A process of a pipeline: its pid, or the status of what could not be started. */
type Started = { readonly pid: number } | { readonly status: number };

/** Runs a pipeline in the foreground: its last command's status, which `!` turns round. */
export function* pipeline(state: ShellState, node: Pipeline): Task<number> {
  const timed = node.prefixes.find((prefix) => prefix !== '!');
  const begun = state.sys.monotonic();
  const status = yield* prefixed(state, node);
  if (timed !== undefined) yield* tellTime(state, state.sys.monotonic() - begun, timed === 'time -p');
  return status;
}

function* prefixed(state: ShellState, node: Pipeline): Task<number> {
  const negated = node.prefixes.filter((prefix) => prefix === '!').length % 2 === 1;
  if (negated) state.unchecked++;
  let status: number;
  try {
    status =
      node.commands.length === 1
        ? yield* state.interpreter.command(state, node.commands[0] as CommandNode)
        : yield* foregroundPipeline(state, node);
  } finally {
    if (negated) state.unchecked--;
  }
  return negated ? Number(status === 0) : status;
}

function* foregroundPipeline(state: ShellState, node: Pipeline): Task<number> {
  const { job, elements } = yield* startPipeline(state, node, jobText(state.dialect, node));
  const status = yield* foreground(state, job);
  const all = elements.map((element) => ('pid' in element ? statusOf(job, element.pid) : element.status));
  if (state.dialect === 'bash')
    state.variables.setElements('PIPESTATUS', new Map(all.map((one, i) => [i, String(one)])));
  return state.options.has('pipefail') ? (all.findLast((one) => one !== 0) ?? 0) : (all.at(-1) ?? status);
}

const statusOf = (job: Job, pid: number | undefined): number => {
  const found = job.processes.find((process) => process.pid === pid)?.status;
  return found ? exitStatus(found) : 0;
};

interface RunningPipeline {
  readonly job: Job;
  readonly elements: readonly Started[];
}

/** Starts all commands of a pipeline, each in a process, as one job. */
function* startPipeline(state: ShellState, node: Pipeline, text: string): Task<RunningPipeline> {
  const { sys } = state;
  const elements: Started[] = [];
  const monitor = state.options.has('monitor');
  let pgid = monitor ? 0 : undefined;
  let input: number | undefined;
  for (const [i, command] of node.commands.entries()) {
    const pipe = i < node.commands.length - 1 ? privatePipe(sys) : undefined;
    const files = inherited(state);
    if (input !== undefined) files.set(0, input);
    if (pipe) files.set(1, pipe.write);
    if (pipe && node.operators[i] === '|&') files.set(2, pipe.write);
    const started = yield* startElement(state, command, files, pgid);
    if (input !== undefined) sys.close(input);
    if (pipe) sys.close(pipe.write);
    input = pipe?.read;
    elements.push(started);
    if (monitor && pgid === 0 && 'pid' in started) pgid = started.pid;
  }
  const processes = elements.filter((element) => 'pid' in element).map(({ pid }) => ({ pid }));
  const job = state.jobs.add({ pgid: processes[0]?.pid ?? 0, processes, text, background: false });
  return { job, elements };
}

/** What must be expanded in the command's own process, since it may read its input or end it. */
const EXPANDS_BY_RUNNING = /\$\(|`|[<>]\(|\$\{[^}]*[?=]/;

function* startElement(
  state: ShellState,
  node: CommandNode,
  files: Descriptors,
  pgid: number | undefined,
): Task<Started> {
  const options = { files, ...(pgid !== undefined && { pgid }) };
  const words = node.type === 'Command' ? yield* plainWords(state, node) : undefined;
  if (node.type !== 'Command' || words === undefined) {
    return { pid: forkSubshell(state, (child) => child.interpreter.command(child, node), options) };
  }
  let plan: Plan;
  try {
    plan = yield* planRedirections(state, node.redirections, files);
  } catch (error) {
    if (!(error instanceof RedirectionError)) throw error;
    yield* tell(state, files.get(2), error.message);
    return { status: 1 };
  }
  try {
    yield* traceCommand(state, [], words);
    return yield* startWords(state, words, { ...options, files: plan.files });
  } finally {
    discard(state, plan);
  }
}

/** The words of a command that may be expanded here; undefined for one that needs a process to expand in. */
function* plainWords(state: ShellState, node: Command): Task<string[] | undefined> {
  const runs = node.words.some(({ text }) => EXPANDS_BY_RUNNING.test(text));
  if (runs || node.assignments.length > 0 || node.words.length === 0) return undefined;
  const words = yield* commandWords(state, node);
  return words.length === 0 ? undefined : words;
}

function* startWords(state: ShellState, words: readonly string[], options: ForkOptions): Task<Started> {
  const [name = ''] = words;
  if (state.functions.has(name) || findBuiltin(state.dialect, name)) {
    return { pid: forkSubshell(state, (child) => child.interpreter.invoke(child, words, false), options) };
  }
  const pid = launch(state, words, options);
  return typeof pid === 'number' ? { pid } : { status: yield* tellFailure(state, pid, options.files?.get(2)) };
}

function* tell(state: ShellState, fd: number | undefined, message: string): Task<void> {
  if (fd !== undefined) yield* state.sys.write(fd, complaint(state, message));
}

/** Starts a command in the background (`&`). */
export function* startInBackground(state: ShellState, node: ListNode): Task<void> {
  const text = state.dialect === 'bash' || state.options.has('monitor') ? jobText(state.dialect, node) : '';
  const job = yield* backgroundJob(state, node, text);
  if (job !== undefined) yield* putAside(state, job);
}

/** Tells of a job that runs from now on beside the shell. */
function* putAside(state: ShellState, job: Job): Task<void> {
  job.background = true;
  state.jobs.putAside(job);
  state.lastBackground = job.processes.at(-1)?.pid;
  if (state.dialect === 'bash' && state.interactive && !state.isSubshell) {
    yield* state.sys.write(2, `[${job.number}] ${state.lastBackground}\n`);
  }
}

function* backgroundJob(state: ShellState, node: ListNode, text: string): Task<Job | undefined> {
  if (node.type === 'Pipeline' && node.commands.length > 1 && node.prefixes.length === 0) {
    return (yield* startPipeline(state, node, text)).job;
  }
  const monitor = state.options.has('monitor');
  const files = inherited(state);
  const nothing = monitor ? undefined : openNothing(state);
  if (nothing !== undefined) files.set(0, nothing);
  const options = { files, ...(monitor ? { pgid: 0 } : { deaf: true }) };
  try {
    if (node.type === 'Command') {
      const started = yield* startElement(state, node, files, monitor ? 0 : undefined);
      return 'pid' in started ? newJob(state, started.pid, text) : undefined;
    }
    return newJob(
      state,
      forkSubshell(state, (child) => child.interpreter.command(child, node), options),
      text,
    );
  } finally {
    if (nothing !== undefined) state.sys.close(nothing);
  }
}

/** The numbers that bash gives a coprocess's pipes: what it writes, what it reads. */
const FROM_COPROCESS = 63;
const TO_COPROCESS = 60;

/** `coproc`: starts a command whose output and input are pipes of the shell's, and says where they are. */
export function* startCoprocess(state: ShellState, node: Coproc): Task<number> {
  const { sys, variables } = state;
  const [output, input] = [privatePipe(sys), privatePipe(sys)];
  const files = inherited(state).set(0, input.read).set(1, output.write);
  const options = { files, ...(state.options.has('monitor') ? { pgid: 0 } : { deaf: true }) };
  const pid = forkSubshell(state, (child) => child.interpreter.command(child, node.command), options);
  for (const [end, fd] of [
    [output.read, FROM_COPROCESS],
    [input.write, TO_COPROCESS],
  ] as const) {
    sys.dup2(end, fd);
    sys.close(end);
  }
  sys.close(input.read);
  sys.close(output.write);
  state.open = new Set([...state.open, FROM_COPROCESS, TO_COPROCESS]);
  variables.setElements(node.name, new Map([FROM_COPROCESS, TO_COPROCESS].map((fd, i) => [i, `${fd}`])));
  variables.set(`${node.name}_PID`, `${pid}`);
  yield* putAside(state, newJob(state, pid, jobText(state.dialect, node)));
  return 0;
}

const newJob = (state: ShellState, pid: number, text: string): Job =>
  state.jobs.add({ pgid: pid, processes: [{ pid }], text, background: true });

/** Without job control a background command reads nothing (POSIX 2.9.3.1). */
function openNothing({ sys }: ShellState): number | undefined {
  try {
    return makePrivate(sys, sys.open('/dev/null', { read: true }));
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}
