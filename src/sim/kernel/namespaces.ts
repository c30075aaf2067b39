import type { Directory } from './fs/inode.ts';
import type { MountTable } from './fs/mount-table.ts';
import type { NetNamespace } from './inet/net-namespace.ts';
import type { Process } from './process.ts';

/** Process numbers as seen from one container, or from the host: pid_namespaces(7). A process has one in each namespace from its own up. */
export class PidNamespace {
  readonly parent: PidNamespace | undefined;
  readonly processes = new Map<number, Process>();
  #next = 1;

  /** @param first the first number given: the host's own namespace starts after the kernel's threads */
  constructor(parent?: PidNamespace, first = 1) {
    this.parent = parent;
    this.#next = first;
  }

  /** Numbers a process here. */
  enter(process: Process): number {
    const pid = this.#next++;
    this.processes.set(pid, process);
    return pid;
  }

  /** Passes `count` numbers over: threads that are gone had them. */
  skip(count: number): void {
    this.#next += count;
  }

  leave(pid: number): void {
    this.processes.delete(pid);
  }

  /** The process that adopts orphans and whose end ends all. */
  get init(): Process | undefined {
    return this.processes.get(1);
  }
}

/** What a process sees of its machine: uts_namespaces(7), mount_namespaces(7), network_namespaces(7), pid_namespaces(7). */
export interface Namespaces {
  readonly net: NetNamespace;
  readonly uts: { hostname: string; domainname: string };
  readonly pid: PidNamespace;
  readonly root: Directory;
  readonly mounts: MountTable;
  /** Programs give no privileges that their user has not (PR_SET_NO_NEW_PRIVS). */
  readonly noNewPrivileges?: boolean;
  /** How many processes may live here at once (the pids cgroup); undefined: no limit. */
  readonly pidsMax?: () => number | undefined;
}
