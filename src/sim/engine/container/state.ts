import { humanDuration, type Instant, NEVER, rfc3339Nano } from '../time.ts';
import type { Health } from './health.ts';

export type ContainerStatus = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

/** How a container is (moby/container/state.go). While it waits to be restarted it counts as running. */
export class State {
  running = false;
  paused = false;
  restarting = false;
  removing = false;
  dead = false;
  pid = 0;
  exitCode = 0;
  error = '';
  startedAt: Instant | undefined;
  finishedAt: Instant | undefined;
  /** Undefined where nothing probes it. */
  health: Health | undefined;

  get status(): ContainerStatus {
    if (this.running) return this.paused ? 'paused' : this.restarting ? 'restarting' : 'running';
    if (this.removing) return 'removing';
    if (this.dead) return 'dead';
    return this.startedAt === undefined ? 'created' : 'exited';
  }

  setRunning(pid: number, startedAt: Instant): void {
    this.error = '';
    this.running = true;
    this.restarting = false;
    this.paused = false;
    this.exitCode = 0;
    this.pid = pid;
    this.startedAt = startedAt;
  }

  setStopped(exitCode: number, finishedAt: Instant): void {
    this.running = false;
    this.#end(exitCode, finishedAt);
    this.restarting = false;
  }

  setRestarting(exitCode: number, finishedAt: Instant): void {
    this.running = true;
    this.#end(exitCode, finishedAt);
    this.restarting = true;
  }

  #end(exitCode: number, finishedAt: Instant): void {
    this.paused = false;
    this.pid = 0;
    this.exitCode = exitCode;
    this.finishedAt = finishedAt;
  }

  /** As the STATUS column of `docker ps` shows it. */
  describe(now: Instant): string {
    const since = (moment: Instant | undefined): string => humanDuration(now - (moment ?? now));
    if (this.running) {
      if (this.paused) return `Up ${since(this.startedAt)} (Paused)`;
      if (this.restarting) return `Restarting (${this.exitCode}) ${since(this.finishedAt)} ago`;
      const health = this.health === undefined ? '' : ` (${this.health.text})`;
      return `Up ${since(this.startedAt)}${health}`;
    }
    if (this.removing) return 'Removal In Progress';
    if (this.dead) return 'Dead';
    if (this.startedAt === undefined) return 'Created';
    return this.finishedAt === undefined ? '' : `Exited (${this.exitCode}) ${since(this.finishedAt)} ago`;
  }

  /** As `docker inspect` shows it, fields in Go's order. */
  inspect() {
    return {
      Status: this.status,
      Running: this.running,
      Paused: this.paused,
      Restarting: this.restarting,
      OOMKilled: false,
      Dead: this.dead,
      Pid: this.pid,
      ExitCode: this.exitCode,
      Error: this.error,
      StartedAt: this.startedAt === undefined ? NEVER : rfc3339Nano(this.startedAt),
      FinishedAt: this.finishedAt === undefined ? NEVER : rfc3339Nano(this.finishedAt),
      ...(this.health && { Health: this.health.inspect() }),
    };
  }
}
