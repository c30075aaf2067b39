import { Errno } from '../errno.ts';
import { lookUpExecutable } from '../exec.ts';
import type { Machine } from '../machine.ts';
import type { PidNamespace } from '../namespaces.ts';
import { Execution, Exit, Process } from '../process.ts';
import type { ChildStatus, Program, SpawnOptions, System } from '../syscalls.ts';
import type { Task } from '../task.ts';
import type { Caller } from './caller.ts';

type ProcessCalls = Pick<
  System,
  'spawn' | 'exec' | 'fork' | 'thread' | 'waitpid' | 'exit' | 'setpgid' | 'processes' | 'umask'
>;

export function processCalls({ machine, process, pids: namespace }: Caller): ProcessCalls {
  const start = (program: Program, path: string, argv: readonly string[], options: SpawnOptions): number => {
    const child = createChild(machine, process, path, argv, options);
    machine.start(child, program);
    return child.pidIn(namespace) ?? 0;
  };
  return {
    spawn(path, argv, options = {}) {
      const cwd = options.cwd ?? process.cwd;
      const found = lookUpExecutable(process.namespaces, cwd, path, argv);
      return start(found.program, path, found.argv, options);
    },
    exec(path, argv, env) {
      const found = lookUpExecutable(process.namespaces, process.cwd, path, argv);
      process.become(path, found.argv, env);
      throw new Execution(() => machine.task(process, found.program));
    },
    fork: (program, options = {}) => start(program, process.comm, process.argv, options),
    thread: (body) => process.thread(body()),
    waitpid: (pid, options = {}) => waitForChild(process, namespace, pid, options),
    exit(status) {
      throw new Exit(status);
    },
    setpgid(pid, pgid) {
      const target = namespace.processes.get(pid === 0 ? (process.pidIn(namespace) ?? 0) : pid);
      if (target === undefined) throw new Errno('ESRCH');
      target.pgid = pgid === 0 ? target.pid : (namespace.processes.get(pgid)?.pid ?? target.pid);
    },
    processes: () => [...namespace.processes.values()].map((other) => other.info(namespace)),
    umask(mask) {
      const old = process.umask;
      process.umask = mask & 0o777;
      return old;
    },
  };
}

function createChild(
  machine: Machine,
  parent: Process,
  path: string,
  argv: readonly string[],
  options: SpawnOptions,
): Process {
  const namespace = parent.namespaces.pid;
  checkPids(parent);
  const files = options.files
    ? [...options.files].map(([fd, from]) => [fd, parent.files.get(from)] as const)
    : [...parent.files.entries()];
  const leader = options.pgid ? namespace.processes.get(options.pgid) : undefined;
  const child = new Process(machine.scheduler, {
    path,
    argv,
    env: options.env ?? parent.env,
    cwd: options.cwd ?? parent.cwd,
    uid: parent.uid,
    gid: parent.gid,
    groups: parent.groups,
    namespaces: parent.namespaces,
    files,
    capabilities: parent.capabilities,
    parent,
    ...(parent.terminal && { terminal: parent.terminal }),
    ...(options.pgid !== 0 && { pgid: leader?.pgid ?? parent.pgid }),
    ignored: [...parent.ignoredSignals(), ...(options.ignore ?? [])],
  });
  child.umask = parent.umask;
  return child;
}

/** fork(2) fails where the cgroup is full. */
function checkPids({ namespaces }: Process): void {
  const most = namespaces.pidsMax?.();
  if (most === undefined) return;
  const all = [...namespaces.pid.processes.values()].filter((process) => process.namespaces === namespaces);
  if (all.length >= most) throw new Errno('EAGAIN');
}

function* waitForChild(
  process: Process,
  namespace: PidNamespace,
  pid: number,
  options: { nohang?: boolean; untraced?: boolean },
): Task<ChildStatus | undefined> {
  for (;;) {
    const children = [...process.children].filter((child) => pid === -1 || child.pidIn(namespace) === pid);
    if (children.length === 0) throw new Errno('ECHILD');
    for (const child of children) {
      const told = report(child, child.pidIn(namespace) ?? 0, options.untraced ?? false);
      if (told !== undefined) return told;
    }
    if (options.nohang) return undefined;
    yield { queues: [process.childChanged] };
  }
}

function report(child: Process, pid: number, untraced: boolean): ChildStatus | undefined {
  if (child.status !== undefined) {
    child.reap();
    return { pid, ...child.status };
  }
  if (!untraced || child.stopSignal === undefined || child.stopReported) return undefined;
  child.stopReported = true;
  return { pid, signal: child.stopSignal, stopped: true };
}
