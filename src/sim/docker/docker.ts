import { createDockerClient } from '../client/docker-client.ts';
import type { Command, Invocation } from '../command/command.ts';
import { dispatch } from '../command/dispatch.ts';
import { helpPage } from '../command/help.ts';
import type { Program, System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { type Cli, type Interruption, STDERR, STDIN, STDOUT } from './cli.ts';
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
  const interruption: Interruption = {};
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    sys.signal(signal, () => {
      interruption.signal = signal;
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

function client(sys: System, globals: Readonly<Record<string, unknown>>) {
  const { host, 'log-level': level } = globals;
  if (!LEVELS.includes(String(level).toLowerCase())) throw new Error(`Unable to parse logging level: ${level}`);
  return createDockerClient(sys, typeof host === 'string' && host !== '' ? host : undefined);
}

function* run(
  sys: System,
  command: Command<Cli, Task<number>>,
  invocation: Invocation,
  globals: Readonly<Record<string, unknown>>,
  interruption: Interruption,
): Task<number> {
  const cli: Cli = { sys, path: command.path, client: client(sys, globals), interruption };
  return (yield* command.declaration.run?.(cli, invocation) ?? nothing()) as number;
}

function* nothing(): Task<number> {
  return 0;
}

/** The docker command. */
export const docker: Program = function* (sys) {
  const { notices, outcome } = dispatch(root, sys.argv.slice(1));
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
    return yield* run(sys, command, invocation, globals.values, interruption);
  } catch (error) {
    return yield* report(sys, interruption, error);
  }
};
