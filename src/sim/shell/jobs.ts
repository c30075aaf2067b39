import type { ChildStatus } from '../kernel/syscalls.ts';
import type { Dialect } from './dialect.ts';
import { signalNumber, signalText } from './signal-names.ts';

interface JobProcess {
  readonly pid: number;
  status?: ChildStatus;
}

/** A pipeline that the shell has started. */
export interface Job {
  /** As in `%1`; 0 for a job that was never put aside. */
  number: number;
  readonly pgid: number;
  readonly processes: JobProcess[];
  readonly text: string;
  background: boolean;
  /** Its state has changed since the user was last told. */
  changed: boolean;
}

export type JobState = 'Running' | 'Stopped' | 'Done';

export function jobState(job: Job): JobState {
  if (job.processes.some(({ status }) => status === undefined)) return 'Running';
  return job.processes.some(({ status }) => status?.stopped) ? 'Stopped' : 'Done';
}

/** The status that `$?` takes from a child. */
export const exitStatus = ({ status, signal }: ChildStatus): number =>
  signal === undefined ? (status ?? 0) : 128 + signalNumber(signal);

export function jobStatus(job: Job, pipefail = false): number {
  const statuses = job.processes.map(({ status }) => (status ? exitStatus(status) : 0));
  const last = statuses.at(-1) ?? 0;
  return pipefail ? (statuses.findLast((status) => status !== 0) ?? 0) : last;
}

/** The jobs of one shell. */
export class JobTable {
  readonly #dialect: Dialect;
  /** The current one (`%+`) first, then `%-`. */
  #jobs: Job[] = [];
  /** How the ended jobs that nobody has waited for yet have ended, by pid. */
  readonly #ended = new Map<number, number>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** A subshell knows its parent's jobs to list them, and owns none. */
  inSubshell(): JobTable {
    const table = new JobTable(this.#dialect);
    table.#jobs = this.#jobs.map((job) => ({ ...job }));
    return table;
  }

  add(job: Omit<Job, 'number' | 'changed'>): Job {
    const added: Job = { ...job, number: 0, changed: false };
    this.#jobs.push(added);
    if (job.background) this.putAside(added);
    return added;
  }

  /** Gives the job a number, where it has none, and makes it the current one. */
  putAside(job: Job): void {
    const numbers = this.#jobs.map(({ number }) => number);
    if (job.number === 0) {
      let number = this.#dialect === 'ash' ? 1 : Math.max(0, ...numbers) + 1;
      while (numbers.includes(number)) number++;
      job.number = number;
    }
    this.makeCurrent(job);
  }

  makeCurrent(job: Job): void {
    this.#jobs = [job, ...this.#jobs.filter((other) => other !== job)];
  }

  remove(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
    const last = job.processes.at(-1);
    if (last?.status) this.#ended.set(last.pid, exitStatus(last.status));
  }

  /** Numbered jobs in the order in which `jobs` lists them: ash the current one first, bash by number. */
  list(): Job[] {
    const listed = this.#jobs.filter(({ number }) => number > 0);
    return this.#dialect === 'ash' ? listed : listed.sort((a, b) => a.number - b.number);
  }

  get current(): Job | undefined {
    return this.#ranked()[0];
  }

  get previous(): Job | undefined {
    return this.#ranked()[1];
  }

  /** Stopped jobs come before running ones. */
  #ranked(): Job[] {
    const listed = this.#jobs.filter(({ number }) => number > 0);
    const stopped = listed.filter((job) => jobState(job) === 'Stopped');
    return [...stopped, ...listed.filter((job) => !stopped.includes(job))];
  }

  /** The job that `%1`, `%+`, `%-`, `%%`, `%ping`, `%?text` names. */
  find(spec: string): Job | undefined {
    const what = spec.slice(1);
    if (what === '' || what === '+' || what === '%') return this.current;
    if (what === '-') return this.previous;
    if (/^\d+$/.test(what)) return this.#jobs.find(({ number }) => number === Number(what) && number > 0);
    if (what.startsWith('?')) return this.list().find(({ text }) => text.includes(what.slice(1)));
    return this.list().find(({ text }) => text.startsWith(what));
  }

  byPid(pid: number): Job | undefined {
    return this.#jobs.find(({ processes }) => processes.some((process) => process.pid === pid));
  }

  /** The status of a background job that has ended and was forgotten; asked once. */
  takeEnded(pid: number): number | undefined {
    const status = this.#ended.get(pid);
    this.#ended.delete(pid);
    return status;
  }

  /** Takes note of what waitpid(2) told. */
  note(status: ChildStatus): void {
    const job = this.byPid(status.pid);
    const process = job?.processes.find(({ pid }) => pid === status.pid);
    if (job === undefined || process === undefined) return;
    process.status = status;
    if (jobState(job) !== 'Running') job.changed = true;
  }

  isStopped(job: Job): boolean {
    return jobState(job) === 'Stopped';
  }

  /** The job was continued: none of its processes is stopped any more. */
  continued(job: Job): void {
    for (const process of job.processes) if (process.status?.stopped) delete process.status;
  }

  /** A line of `jobs`, or of the report before a prompt. */
  describe(job: Job, withPids = false): string {
    const mark = job === this.current ? '+' : job === this.previous ? '-' : ' ';
    const pid = withPids ? `${String(job.pgid).padStart(this.#dialect === 'ash' ? 0 : 5)} ` : '';
    const running = jobState(job) === 'Running' && job.background && this.#dialect === 'bash' ? ' &' : '';
    return `[${job.number}]${mark}  ${pid}${this.stateText(job).padEnd(27)}${job.text}${running}\n`;
  }

  /** `Running`, `Done(3)`, `Exit 3`, `Killed` … */
  stateText(job: Job): string {
    const state = jobState(job);
    if (state === 'Running') return state;
    const last = job.processes.at(-1)?.status;
    if (last?.signal !== undefined) return signalText(last.signal);
    const status = last?.status ?? 0;
    if (status === 0) return 'Done';
    return this.#dialect === 'ash' ? `Done(${status})` : `Exit ${status}`;
  }
}
