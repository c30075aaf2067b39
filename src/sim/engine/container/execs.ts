import type { Process } from '../../kernel/process.ts';
import { notFound } from '../errors.ts';
import type { Container } from './container.ts';
import type { ProcessStreams } from './process-streams.ts';

/** Body of `POST /containers/{id}/exec`. */
export interface ExecRequest {
  User?: string;
  Privileged?: boolean;
  Tty?: boolean;
  /** Height, width. */
  ConsoleSize?: [number, number] | null;
  AttachStdin?: boolean;
  AttachStderr?: boolean;
  AttachStdout?: boolean;
  DetachKeys?: string;
  Env?: string[] | null;
  WorkingDir?: string;
  Cmd?: string[] | null;
}

/** A further process of a container (moby/container/exec.go). */
export interface Exec {
  readonly id: string;
  readonly container: Container;
  readonly request: ExecRequest;
  readonly command: readonly string[];
  readonly environment: readonly string[];
  readonly user: string;
  readonly cwd: string;
  readonly detachKeys: readonly number[];
  running: boolean;
  exitCode: number | undefined;
  streams: ProcessStreams | undefined;
  process: Process | undefined;
}

/** All that were made with `docker exec`; those of a container that has ended are forgotten. */
export class Execs {
  readonly #execs = new Map<string, Exec>();

  add(exec: Exec): void {
    this.#execs.set(exec.id, exec);
  }

  find(id: string): Exec | undefined {
    return this.#execs.get(id);
  }

  get(id: string): Exec {
    const exec = this.find(id);
    if (exec === undefined) throw notFound(`No such exec instance: ${id}`);
    return exec;
  }

  forget(id: string): void {
    this.#execs.delete(id);
  }
}

/** `GET /exec/{id}/json`. */
export function inspectExec(exec: Exec) {
  const [entrypoint = '', ...rest] = exec.command;
  const { request } = exec;
  return {
    ID: exec.id,
    Running: exec.running,
    ExitCode: exec.exitCode ?? null,
    ProcessConfig: {
      tty: request.Tty ?? false,
      entrypoint,
      arguments: rest,
      privileged: request.Privileged ?? false,
      ...(exec.user !== '' && { user: exec.user }),
    },
    OpenStdin: request.AttachStdin ?? false,
    OpenStderr: request.AttachStderr ?? false,
    OpenStdout: request.AttachStdout ?? false,
    CanRemove: false,
    ContainerID: exec.container.id,
    DetachKeys: String.fromCharCode(...(request.DetachKeys ? exec.detachKeys : [])),
    Pid: exec.process?.pid ?? 0,
  };
}
