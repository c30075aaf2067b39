import { createDockerClient, type DockerClient } from '../client/docker-client.ts';
import type { Command, Invocation } from '../command/command.ts';
import { dispatch } from '../command/dispatch.ts';
import { helpPage } from '../command/help.ts';
import type { Program, System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { type Cli, type Interruption, STDERR, STDIN, STDOUT } from './cli.ts';
import { connect, contextName, type Globals } from './context/current.ts';
import { root } from './root.ts';
import { optionRefusal } from './simulated.ts';
import { StatusError } from './status-error.ts';

const DEFAULT_COLUMNS = 80;

/** Help is as wide as the terminal on stdin (docker/cli's wrappedFlagUsages). */
const helpColumns = (sys: System): number => (sys.isatty(STDIN) ? sys.winsize(STDIN).columns : DEFAULT_COLUMNS);

/** In which of the states is the engine that commands of this group are hidden without (docker/cli's hideUnsupportedFeatures)? */
function* swarmStates(sys: System, { commands }: Command<Cli, Task<number>>): Task<string[]> {
  if (!commands.some(({ declaration }) => typeof declaration.hidden === 'string')) return [];
  try {
    const { swarm } = yield* createDockerClient(sys).ping();
    return ['active', 'manager'].filter((state) => swarm.includes(state) && !swarm.includes('inactive'));
  } catch {
    return ['active', 'manager'];
  }
}

/** As the shell counts them: 128 and the signal's number. */
const SIGNAL_STATUS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Remembers the signals that ask a program to end, instead of ending at once: docker then exits by itself. */
function interruptible(sys: System): Interruption {
  const interruption: Interruption = { count: 0 };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    sys.signal(signal, () => {
      interruption.signal = signal;
      interruption.count++;
    });
  }
  return interruption;
}

/** Tells why a command failed, and gives its exit status. */
function* report(sys: System, { signal }: Interruption, error: unknown): Task<number> {
  if (signal !== undefined) return SIGNAL_STATUS[signal];
  if (!(error instanceof Error)) throw error;
  if (error.message !== '') yield* sys.write(STDERR, `${error.message}\n`);
  return error instanceof StatusError ? error.status : 1;
}

const LEVELS = ['panic', 'fatal', 'error', 'warn', 'warning', 'info', 'debug', 'trace'];

function checkLevel({ values: { 'log-level': level } }: Globals): void {
  if (!LEVELS.includes(String(level).toLowerCase())) throw new Error(`Unable to parse logging level: ${level}`);
}

/** Is it so of a command, or of a group that it is in? */
const inherited = (
  command: Command<Cli, Task<number>>,
  what: 'anyContext' | 'experimentalDaemon' | 'legacyBuilder',
): boolean =>
  command.declaration.notes?.includes(what) ?? (command.parent !== undefined && inherited(command.parent, what));

/** A command that only reads contexts runs with whichever is current; any other begins with its client. */
function clientFor(sys: System, command: Command<Cli, Task<number>>, globals: Globals): DockerClient {
  contextName(sys, globals);
  return inherited(command, 'anyContext') ? createDockerClient(sys, '') : connect(sys, globals);
}

function* run(
  sys: System,
  command: Command<Cli, Task<number>>,
  invocation: Invocation,
  globals: Globals,
  interruption: Interruption,
): Task<number> {
  checkLevel(globals);
  const cli: Cli = { sys, path: command.path, globals, interruption, client: clientFor(sys, command, globals) };
  return (yield* command.declaration.run?.(cli, invocation) ?? nothing()) as number;
}

function* nothing(): Task<number> {
  return 0;
}

const EXPERIMENTAL = 'is only supported on a Docker daemon with experimental features enabled';

const LEGACY_BUILDER = `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            Install the buildx component to build images with BuildKit:
            https://docs.docker.com/go/buildx/`;

/** The docker command. */
export const docker: Program = function* (sys) {
  const { notices, outcome, command: meant } = dispatch(root, sys.argv.slice(1));
  if (meant !== undefined && inherited(meant, 'experimentalDaemon')) {
    yield* sys.write(STDERR, `${meant.path} ${EXPERIMENTAL}\n`);
    return outcome.kind === 'help' && outcome.to === 'stdout' ? 0 : 1;
  }
  if (meant !== undefined && inherited(meant, 'legacyBuilder')) yield* sys.write(STDERR, `${LEGACY_BUILDER}\n\n`);
  for (const notice of notices) yield* sys.write(STDOUT, `${notice}\n`);
  if (outcome.kind === 'print') {
    yield* sys.write(outcome.to === 'stdout' ? STDOUT : STDERR, `${outcome.text}\n`);
    return outcome.status;
  }
  if (outcome.kind === 'help') {
    const states = yield* swarmStates(sys, outcome.command);
    yield* sys.write(
      outcome.to === 'stdout' ? STDOUT : STDERR,
      `${helpPage(outcome.command, helpColumns(sys), states)}\n`,
    );
    return 0;
  }
  const { command, invocation, globals } = outcome;
  const interruption = interruptible(sys);
  try {
    const refusal =
      optionRefusal(root, { ...invocation, changed: globals.changed }) ?? optionRefusal(command, invocation);
    if (refusal !== undefined) throw new StatusError(refusal, 1);
    return yield* run(sys, command, invocation, globals, interruption);
  } catch (error) {
    return yield* report(sys, interruption, error);
  }
};
