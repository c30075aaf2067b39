import type { Thread } from '../../kernel/scheduler.ts';
import { type Task, WaitQueue, waitUntil } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import { EngineError } from '../errors.ts';
import { goDuration } from '../go-duration.ts';
import { type Instant, rfc3339Nano } from '../time.ts';
import type { Container } from './container.ts';
import { createExec, startExec } from './exec.ts';
import { type Probe, probeOf } from './health-config.ts';
import { logEvent } from './log-event.ts';

interface ProbeResult {
  readonly start: Instant;
  readonly end: Instant;
  readonly exitCode: number;
  readonly output: string;
}

/** How many results are kept, and how many characters of each one's output. */
const KEPT_RESULTS = 5;
const KEPT_OUTPUT = 4096;

/** How a container that is probed fares (moby/container/health.go). */
export class Health {
  status: 'starting' | 'healthy' | 'unhealthy' = 'starting';
  failingStreak = 0;
  log: ProbeResult[] = [];
  monitor: Thread | undefined;

  /** As STATUS shows it. */
  get text(): string {
    return this.status === 'starting' ? 'health: starting' : this.status;
  }

  /** As `docker inspect` shows it. */
  inspect() {
    const log = this.log.map(({ start, end, exitCode, output }) => ({
      Start: rfc3339Nano(start),
      End: rfc3339Nano(end),
      ExitCode: exitCode,
      Output: output,
    }));
    return { Status: this.status, FailingStreak: this.failingStreak, Log: log };
  }
}

const shellOf = ({ config }: Container): readonly string[] => config.Shell ?? ['/bin/sh', '-c'];

/** A container has started: it is probed from now on, where it asks for it. */
export function beginHealth(daemon: Daemon, container: Container): void {
  endHealth(container);
  const probe = probeOf(container.config.Healthcheck, shellOf(container));
  container.state.health = probe && new Health();
  watchHealth(daemon, container);
}

/** Probes a container that runs and is not paused. */
export function watchHealth(daemon: Daemon, container: Container): void {
  const { health } = container.state;
  const probe = probeOf(container.config.Healthcheck, shellOf(container));
  if (health === undefined || probe === undefined) return;
  health.monitor = daemon.machine.scheduler.spawn(monitor(daemon, container, health, probe));
}

/** Nobody looks any more; who is not looked at counts as unhealthy, for compatibility's sake (CloseMonitorChannel). */
export function endHealth({ state: { health } }: Container): void {
  if (health?.monitor === undefined) return;
  health.monitor.kill();
  health.monitor = undefined;
  health.status = 'unhealthy';
}

function* monitor(daemon: Daemon, container: Container, health: Health, probe: Probe): Task<void> {
  const { clock } = daemon.machine;
  const began = clock.now;
  const starting = (): boolean => health.status === 'starting' && clock.now - began < probe.startPeriod;
  for (;;) {
    const due = clock.now + (starting() ? probe.startInterval : probe.interval);
    while (clock.now < due) yield { queues: [], deadline: due };
    const excused = starting();
    const result = yield* runProbe(daemon, container, probe);
    note(daemon, container, health, result, excused ? Number.POSITIVE_INFINITY : probe.retries);
  }
}

/** @param retries how many failures in a row make it unhealthy; infinite while none counts */
function note(daemon: Daemon, container: Container, health: Health, result: ProbeResult, retries: number): void {
  const before = health.status;
  health.log = [...health.log, result].slice(-KEPT_RESULTS);
  if (result.exitCode === 0) {
    health.failingStreak = 0;
    health.status = 'healthy';
  } else if (retries !== Number.POSITIVE_INFINITY) {
    health.failingStreak++;
    if (health.failingStreak >= retries) health.status = 'unhealthy';
  }
  if (health.status !== before) logEvent(daemon, container, `health_status: ${health.status}`);
}

/** Runs the probe's command as an exec of the container; one that lasts too long is killed. */
function* runProbe(daemon: Daemon, container: Container, { command, timeout }: Probe): Task<ProbeResult> {
  const { clock, scheduler } = daemon.machine;
  const start = daemon.timestamps.next();
  const result = (exitCode: number, output: string): ProbeResult => {
    const short = output.length > KEPT_OUTPUT ? `${output.slice(0, KEPT_OUTPUT)}...` : output;
    return { start, end: daemon.timestamps.next(), exitCode, output: short };
  };
  const run = { output: '', done: false, error: undefined as unknown, ended: new WaitQueue() };
  const decoder = new TextDecoder();
  const sink = {
    *write(data: Uint8Array): Task<void> {
      run.output += decoder.decode(data, { stream: true });
    },
  };
  const exec = createExec(daemon, container.id, { Cmd: [...command], AttachStdout: true, AttachStderr: true });
  scheduler.spawn(startExec(daemon, exec, { streams: { stdout: sink, stderr: sink } }), (error) => {
    Object.assign(run, { done: true, error });
    run.ended.wake();
  });
  const until = (deadline?: number) =>
    waitUntil(
      () => run.done,
      [run.ended],
      () => clock.now,
      deadline,
    );
  if (!(yield* until(clock.now + timeout))) {
    exec.process?.kill('SIGKILL');
    yield* until();
    const said = run.output === '' ? '' : `: ${run.output}`;
    return result(-1, `Health check exceeded timeout (${goDuration(timeout)})${said}`);
  }
  if (run.error instanceof EngineError) return result(exec.exitCode ?? -1, run.error.message);
  if (run.error !== undefined) throw run.error;
  return result(exec.exitCode ?? -1, run.output);
}
