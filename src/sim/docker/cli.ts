import type { DockerClient } from '../client/docker-client.ts';
import type { Declaration } from '../command/command.ts';
import type { Flags } from '../command/flag.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import type { Globals } from './context/current.ts';

/** What asked us to end so far: the last signal, and how many there were. */
export interface Interruption {
  signal?: 'SIGINT' | 'SIGTERM';
  count: number;
}

/** Docker gives up at so many (docker/cli's forceExitAfter3TerminationSignals). */
const PATIENCE = 3;

/** What a verb works with. */
export interface Cli {
  readonly sys: System;
  readonly client: DockerClient;
  readonly globals: Globals;
  /** As `docker network ls`. */
  readonly path: string;
  /** The signal that asked us to end, unless it is passed on to a container. */
  readonly interruption: Interruption;
}

/** A verb of docker's, or a group of them; a verb gives the exit status. */
export type Verb = Declaration<Cli, Task<number>>;

/** Declares a verb whose flags have types. */
export const verb = <F extends Flags = Flags>(declaration: Declaration<Cli, Task<number>, F>): Verb => declaration;

export const STDIN = 0;
export const STDOUT = 1;
export const STDERR = 2;

/** Ends at the third signal that asks for it. */
export function* forceExit(cli: Cli, count: number): Task<void> {
  if (count < PATIENCE) return;
  yield* printError(cli, `\ngot ${PATIENCE} SIGTERM/SIGINTs, forcefully exiting\n`);
  cli.sys.exit(1);
}

export function* print(cli: Cli, text: string): Task<void> {
  yield* cli.sys.write(STDOUT, text);
}

export function* printError(cli: Cli, text: string): Task<void> {
  yield* cli.sys.write(STDERR, text);
}
