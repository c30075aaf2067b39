import type { Task } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import { conflict, failingAs, invalidParameter, systemError } from '../errors.ts';
import { generateId } from '../id.ts';
import { linkedEnvironment } from '../network/legacy-links.ts';
import { type Container, isRestarting, notRunning } from './container.ts';
import { type ClientStreams, copyStreams, forProcess } from './copy-streams.ts';
import { parseDetachKeys } from './detach-keys.ts';
import { daemonEnvironment, overrideEnvironment } from './environment.ts';
import type { Exec, ExecRequest } from './execs.ts';
import { exitCodeOf } from './exit-code.ts';
import { logEvent } from './log-event.ts';
import { ProcessStreams } from './process-streams.ts';
import { runProcess, StartFailure } from './runtime.ts';
import { lookUpUser } from './user.ts';

const RUNC = 'OCI runtime exec failed: exec failed: ';
const EXEC_FAILED = `${RUNC}unable to start container process: `;
/** runc's own status for what it cannot even try. */
const NOT_TRIED = 128;

/** Throws when the container cannot take a further process; `called` is how it was named. */
function checkActive(container: Container, called: string): void {
  if (!container.running) throw notRunning(container.id);
  if (container.state.paused) throw conflict(`Container ${called} is paused, unpause the container before exec`);
  if (container.state.restarting) throw isRestarting(container.id);
}

/** `docker exec`, first half: notes what is to run. */
export function createExec(daemon: Daemon, name: string, request: ExecRequest): Exec {
  const container = daemon.containers.get(name);
  checkActive(container, name);
  if ((request.Cmd ?? []).length === 0) throw invalidParameter('No exec command specified');
  const { User } = request;
  if (User) failingAs('InvalidParameter', () => lookUpUser(container.root, User));
  const keys = request.DetachKeys ?? '';
  const own = daemonEnvironment({
    hostname: container.config.Hostname,
    tty: request.Tty ?? false,
    linked: linkedEnvironment(daemon, container),
    configured: container.config.Env ?? [],
  });
  const exec: Exec = {
    id: generateId(daemon.machine.random),
    container,
    request,
    command: request.Cmd ?? [],
    environment: overrideEnvironment(own, request.Env ?? []),
    user: request.User || container.config.User,
    cwd: request.WorkingDir || container.config.WorkingDir || '/',
    detachKeys: parseDetachKeys(keys, () => systemError(`Invalid escape keys (${keys}) provided`)),
    running: false,
    exitCode: undefined,
    streams: undefined,
    process: undefined,
  };
  daemon.execs.add(exec);
  container.execIds.add(exec.id);
  logExec(daemon, exec, `exec_create: ${describe(exec)}`);
  return exec;
}

/** As events show it: the entrypoint, a blank, the arguments. */
const describe = ({ command: [entrypoint = '', ...rest] }: Exec): string => `${entrypoint} ${rest.join(' ')}`;

function logExec(daemon: Daemon, exec: Exec, action: string, attributes: Record<string, string> = {}): void {
  logEvent(daemon, exec.container, action, { ...attributes, execID: exec.id });
}

export interface ExecStartOptions {
  readonly consoleSize?: readonly [number, number] | null;
  /** Absent when detached. */
  readonly streams?: ClientStreams;
}

/** `docker exec`, second half: runs it; unless detached, until it has ended. */
export function* startExec(daemon: Daemon, exec: Exec, options: ExecStartOptions): Task<void> {
  checkActive(exec.container, exec.container.id);
  if (exec.exitCode !== undefined) throw conflict(`exec command ${exec.id} has already run`);
  if (exec.running) throw conflict(`exec command ${exec.id} is already running`);
  exec.running = true;
  logExec(daemon, exec, `exec_start: ${describe(exec)}`);
  const client = options.streams && forProcess(options.streams, exec.request.AttachStdin ?? false);
  const streams = new ProcessStreams({
    tty: exec.request.Tty ?? false,
    openStdin: client?.stdin !== undefined,
    consoleSize: options.consoleSize ?? exec.request.ConsoleSize ?? [0, 0],
  });
  exec.streams = streams;
  const output = streams.output.subscribe();
  launch(daemon, exec, streams);
  if (client === undefined) return output.close();
  const end = yield* copyStreams(streams, output, client, {
    scheduler: daemon.machine.scheduler,
    closeStdin: true,
    detachKeys: exec.detachKeys,
  });
  if (end === 'detached') logExec(daemon, exec, 'exec_detach');
}

function launch(daemon: Daemon, exec: Exec, streams: ProcessStreams): void {
  const { container } = exec;
  if (container.namespaces === undefined) throw notRunning(container.id);
  const privileged = exec.request.Privileged ?? false;
  const spec = {
    argv: exec.command,
    environment: exec.environment,
    cwd: exec.cwd,
    user: exec.user,
    namespaces: container.namespaces,
    streams,
    hostConfig: privileged ? { ...container.hostConfig, Privileged: true } : container.hostConfig,
  };
  try {
    if (!spec.cwd.startsWith('/')) throw new StartFailure(`${RUNC}Cwd must be an absolute path`, NOT_TRIED);
    const process = runProcess(daemon, spec, EXEC_FAILED);
    exec.process = process;
    process.ended.add({ wake: () => endExec(daemon, exec, exitCodeOf(process)) });
  } catch (error) {
    exec.running = false;
    exec.exitCode = error instanceof StartFailure ? error.exitCode : 126;
    container.execIds.delete(exec.id);
    streams.end();
    throw error;
  }
}

function endExec(daemon: Daemon, exec: Exec, exitCode: number): void {
  exec.running = false;
  exec.exitCode = exitCode;
  exec.container.execIds.delete(exec.id);
  exec.streams?.end();
  logExec(daemon, exec, 'exec_die', { exitCode: String(exitCode) });
}

/** The window that shows an exec's terminal has another size. */
export function resizeExec(exec: Exec, rows: number, columns: number): void {
  checkActive(exec.container, exec.container.id);
  if (exec.process === undefined) throw invalidParameter('exec process is not started');
  exec.streams?.tty?.resize({ columns, rows });
}
