import type { OpenFile } from './file.ts';
import { FileTable } from './file-table.ts';
import type { Namespaces, PidNamespace } from './namespaces.ts';
import type { Scheduler, Thread } from './scheduler.ts';
import { defaultAction } from './signals.ts';
import type { ChildStatus, ProcessInfo, Signal } from './syscalls.ts';
import { type Task, WaitQueue } from './task.ts';
import type { Tty } from './tty.ts';

/** Thrown to leave a program from anywhere: exit(2). */
export class Exit {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** Thrown to leave a program for another one in the same process: execve(2). */
export class Execution {
  readonly start: () => Task<number>;
  constructor(start: () => Task<number>) {
    this.start = start;
  }
}

/** Runs a program, and those that take its place. */
function* toTheLast(program: Task<number>): Task<number> {
  for (let running = program; ; ) {
    try {
      return yield* running;
    } catch (error) {
      if (!(error instanceof Execution)) throw error;
      running = error.start();
    }
  }
}

export interface ProcessOptions {
  /** The path of its program, for its name. */
  readonly path: string;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly namespaces: Namespaces;
  readonly files: Iterable<readonly [number, OpenFile]>;
  readonly capabilities: ReadonlySet<string>;
  readonly parent?: Process;
  readonly terminal?: Tty;
  /** Host's number of the process group; left out, a group and session of its own. */
  readonly pgid?: number;
  readonly ignored?: Iterable<Signal>;
}

/** TASK_COMM_LEN holds so much of it. */
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).slice(0, 15);

export type SignalAction = 'default' | 'ignore' | (() => void);

/** A process: its threads, descriptors, signals and children. Numbers (`pid`, `pgid`) are the host's; `pidIn` gives the others. */
export class Process {
  readonly pid: number;
  pgid: number;
  argv: readonly string[];
  /** The name of the file that it runs, which no title changes (struct task_struct). */
  comm: string;
  readonly env: Map<string, string>;
  cwd: string;
  umask = 0o022;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** Another one after unshare(2) and setns(2): then it is no one else's. */
  namespaces: Namespaces;
  readonly capabilities: ReadonlySet<string>;
  readonly files: FileTable;
  readonly terminal: Tty | undefined;
  readonly started: number;
  readonly children = new Set<Process>();
  /** Woken when this process has ended. */
  readonly ended = new WaitQueue();
  /** Woken when a child has ended or stopped. */
  readonly childChanged = new WaitQueue();
  parent: Process | undefined;
  /** How it ended, once it has. */
  status: Omit<ChildStatus, 'pid'> | undefined;
  /** Stopped by a signal, and not yet told to the parent. */
  stopSignal: Signal | undefined;
  /** What came since it was stopped. */
  #pending: [signal: Signal, inside: boolean][] = [];
  stopReported = false;
  #frozen = false;
  readonly #pids = new Map<PidNamespace, number>();
  #actions: Map<Signal, SignalAction> | undefined;
  readonly #scheduler: Scheduler;
  readonly #threads = new Set<Thread>();

  constructor(scheduler: Scheduler, options: ProcessOptions) {
    this.#scheduler = scheduler;
    this.started = scheduler.clock.now;
    this.argv = options.argv;
    this.comm = nameOf(options.path);
    this.env = new Map(options.env);
    this.cwd = options.cwd;
    this.uid = options.uid;
    this.gid = options.gid;
    // The kernel sorts what setgroups(2) is given (groups_sort).
    this.groups = options.groups.length > 1 ? options.groups.toSorted((a, b) => a - b) : options.groups;
    this.namespaces = options.namespaces;
    this.capabilities = options.capabilities;
    this.files = new FileTable(options.files);
    this.terminal = options.terminal;
    for (let ns: PidNamespace | undefined = options.namespaces.pid; ns; ns = ns.parent)
      this.#pids.set(ns, ns.enter(this));
    this.pid = [...this.#pids.values()].at(-1) as number;
    this.pgid = options.pgid ?? this.pid;
    this.parent = options.parent;
    this.parent?.children.add(this);
    for (const signal of options.ignored ?? []) this.setAction(signal, 'ignore');
  }

  /** Its number in a namespace; undefined where it is not seen. */
  pidIn(namespace: PidNamespace): number | undefined {
    return this.#pids.get(namespace);
  }

  /** Runs `program` as the process's first thread: its result is the exit status. */
  run(program: Task<number>): void {
    this.thread(this.#toTheEnd(program));
  }

  *#toTheEnd(program: Task<number>): Task<void> {
    const status = yield* toTheLast(program);
    this.end({ status: status & 0xff });
  }

  /** Takes on another program's name, arguments and environment; signals that were handled are so no more (execve(2)). */
  become(path: string, argv: readonly string[], env: ReadonlyMap<string, string>): void {
    this.comm = nameOf(path);
    this.argv = argv;
    const inherited = [...env];
    this.env.clear();
    for (const [name, value] of inherited) this.env.set(name, value);
    for (const [signal, action] of this.#actions ?? []) if (typeof action === 'function') this.#actions?.delete(signal);
  }

  get threadCount(): number {
    return this.#threads.size;
  }

  thread(task: Task<void>): void {
    const thread: Thread = this.#scheduler.spawn(task, (error) => {
      this.#threads.delete(thread);
      if (error instanceof Exit) this.end({ status: error.status & 0xff });
      else if (error !== undefined) this.#crash(error);
    });
    this.#threads.add(thread);
  }

  /** A bug of ours in a program ends that process, and is told to whoever looks after the world. */
  #crash(error: unknown): void {
    this.end({ signal: 'SIGQUIT' });
    throw error;
  }

  action(signal: Signal): SignalAction {
    return this.#actions?.get(signal) ?? 'default';
  }

  setAction(signal: Signal, action: SignalAction): void {
    this.#actions ??= new Map();
    this.#actions.set(signal, action);
  }

  ignoredSignals(): Signal[] {
    return [...(this.#actions ?? [])].filter(([, action]) => action === 'ignore').map(([signal]) => signal);
  }

  /** Delivers a signal. `inside`: it was sent from the process's own pid namespace, whose PID 1 is deaf to what it does not handle. */
  kill(signal: Signal, inside = false): void {
    if (this.status !== undefined) return;
    const action = this.action(signal);
    const unkillable = this.namespaces.pid.init === this && this.namespaces.pid.parent !== undefined;
    if (signal === 'SIGCONT') this.#continue();
    if (this.stopSignal !== undefined && signal !== 'SIGKILL') {
      this.#pending.push([signal, inside]);
      return;
    }
    if (typeof action === 'function' && signal !== 'SIGKILL' && signal !== 'SIGSTOP') {
      this.#handle(action);
      return;
    }
    const deaf = unkillable && (inside || (signal !== 'SIGKILL' && signal !== 'SIGSTOP'));
    if (deaf || (action === 'ignore' && signal !== 'SIGKILL' && signal !== 'SIGSTOP')) return;
    const what = defaultAction(signal);
    if (what === 'terminate') this.end({ signal });
    else if (what === 'stop') this.#stop(signal);
  }

  #handle(handler: () => void): void {
    try {
      handler();
      for (const thread of this.#threads) thread.interrupt();
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
      this.end({ status: error.status & 0xff });
    }
  }

  /** The freezer of cgroups: the process stands still and does not know (docker pause). */
  freeze(): void {
    this.#frozen = true;
    for (const thread of this.#threads) thread.hold();
  }

  thaw(): void {
    this.#frozen = false;
    if (this.stopSignal === undefined) for (const thread of this.#threads) thread.resume();
  }

  #stop(signal: Signal): void {
    if (this.stopSignal !== undefined) return;
    this.stopSignal = signal;
    this.stopReported = false;
    for (const thread of this.#threads) thread.hold();
    this.parent?.childChanged.wake();
    this.parent?.kill('SIGCHLD');
  }

  #continue(): void {
    this.stopSignal = undefined;
    if (!this.#frozen) for (const thread of this.#threads) thread.resume();
    const pending = this.#pending;
    this.#pending = [];
    for (const [signal, inside] of pending) if (defaultAction(signal) !== 'stop') this.kill(signal, inside);
  }

  /** Ends the process: descriptors closed, children handed on, the parent told. */
  end(status: Omit<ChildStatus, 'pid'>): void {
    if (this.status !== undefined) return;
    this.status = status;
    for (const thread of this.#threads) thread.kill();
    this.#threads.clear();
    this.files.closeAll();
    this.#handOnChildren();
    if (this.terminal !== undefined && this.terminal.session === this) this.terminal.endSession();
    if (this.parent === undefined) this.reap();
    this.ended.wake();
    this.parent?.childChanged.wake();
    this.parent?.kill('SIGCHLD');
  }

  #handOnChildren(): void {
    const { init } = this.namespaces.pid;
    if (init === this) for (const other of [...this.namespaces.pid.processes.values()]) other.kill('SIGKILL');
    const heir = init === this || init?.status !== undefined ? undefined : init;
    for (const child of this.children) {
      child.parent = heir;
      if (heir !== undefined) heir.children.add(child);
      else if (child.status !== undefined) child.reap();
    }
    this.children.clear();
  }

  /** Forgets an ended process: its numbers are seen no more. */
  reap(): void {
    this.parent?.children.delete(this);
    for (const [namespace, pid] of this.#pids) namespace.leave(pid);
  }

  /** What ps(1) shows of it, in `namespace`'s numbers. */
  info(namespace: PidNamespace): ProcessInfo {
    const group = this.namespaces.pid.parent === undefined ? this.pgid : groupIn(namespace, this);
    return {
      pid: this.pidIn(namespace) ?? 0,
      ppid: this.parent?.pidIn(namespace) ?? 0,
      pgid: group,
      uid: this.uid,
      argv: this.argv,
      comm: this.comm,
      state: this.status !== undefined ? 'Z' : this.stopSignal !== undefined ? 'T' : 'S',
      started: this.started,
      ...(this.terminal && { tty: this.terminal.name }),
    };
  }
}

/** A process group's number in a namespace: the leader's there, or 0 when it is not seen. */
export function groupIn(namespace: PidNamespace, process: Process): number {
  for (const [pid, other] of namespace.processes) if (other.pid === process.pgid) return pid;
  return 0;
}
