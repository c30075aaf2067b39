import { CAPABILITIES } from './capabilities.ts';
import type { Clock } from './clock.ts';
import { lookUpExecutable } from './exec.ts';
import type { OpenFile } from './file.ts';
import { makeDevices, terminalNumbers } from './fs/dev.ts';
import type { Directory, Inode } from './fs/inode.ts';
import { MountTable } from './fs/mount-table.ts';
import { ProcDirectory } from './fs/proc.ts';
import { SysDirectory } from './fs/sys.ts';
import type { NetNamespace } from './inet/net-namespace.ts';
import { type Namespaces, PidNamespace } from './namespaces.ts';
import { Process } from './process.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { Program, Signal } from './syscalls.ts';
import { createSystem } from './system/system.ts';
import type { Task } from './task.ts';
import type { Tty } from './tty.ts';

export interface MachineOptions {
  readonly hostname: string;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** The host's own network namespace. */
  readonly net: NetNamespace;
  /** The host's file system. */
  readonly root: Directory;
}

/** What {@link Machine.run} starts, and in which namespaces. */
export interface RunOptions {
  /** As given to execve(2): looked up from `cwd` in the namespaces' root. */
  readonly path: string;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Supplementary groups; left out, the primary one. */
  readonly groups?: readonly number[];
  readonly namespaces?: Namespaces;
  readonly files: Iterable<readonly [number, OpenFile]>;
  /** The controlling terminal of the session that the process leads. */
  readonly terminal?: Tty;
  /** Capabilities by name, as `CAP_NET_RAW`; left out, all. */
  readonly capabilities?: ReadonlySet<string>;
  /** A process that will wait for it; left out, nobody does and it is reaped at its end. */
  readonly parent?: Process;
}

/** What a machine has mounted once it runs. */
const HOST_MOUNTS = [
  { source: '/dev/vda1', target: '/', type: 'ext4', options: 'rw,relatime' },
  { source: 'proc', target: '/proc', type: 'proc', options: 'rw,nosuid,nodev,noexec,relatime' },
  { source: 'sysfs', target: '/sys', type: 'sysfs', options: 'rw,nosuid,nodev,noexec,relatime' },
  { source: 'udev', target: '/dev', type: 'devtmpfs', options: 'rw,nosuid,relatime,mode=755' },
  {
    source: 'devpts',
    target: '/dev/pts',
    type: 'devpts',
    options: 'rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=000',
  },
];
/** The first number of proc_ns (PROC_DYNAMIC_FIRST), past those of the start. */
const FIRST_NAMESPACE = 4_026_531_839;

/** Pids below this were the kernel's own threads and the system's services. */
const FIRST_PID = 1_100;

const ALL_CAPABILITIES: ReadonlySet<string> = new Set(CAPABILITIES);

/** One Linux machine: its namespaces and processes. Several share a scheduler, and a LAN. */
export class Machine {
  readonly hostname: string;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly random: Random;
  /** The host's own namespaces. */
  readonly namespaces: Namespaces;
  #inodes = new WeakMap<Inode, number>();
  #lastInode = 1;
  readonly #namespaceNumbers = new WeakMap<object, number>();
  #lastNamespace = FIRST_NAMESPACE;

  constructor(options: MachineOptions) {
    this.hostname = options.hostname;
    this.scheduler = options.scheduler;
    this.clock = options.scheduler.clock;
    this.random = options.random;
    this.namespaces = {
      net: options.net,
      uts: { hostname: options.hostname, domainname: '(none)' },
      pid: new PidNamespace(undefined, FIRST_PID),
      root: options.root,
      mounts: new MountTable(() => HOST_MOUNTS),
    };
    this.mount(this.namespaces);
  }

  /** Mounts /proc, /sys and /dev in a root directory, for those who live in `namespaces`. */
  mount(namespaces: Namespaces): void {
    namespaces.root.link('proc', new ProcDirectory(this, namespaces));
    namespaces.root.link('sys', new SysDirectory(namespaces));
    namespaces.root.link('dev', makeDevices(this, namespaces));
  }

  /** Starts a process; throws what execve(2) would (`ENOENT`, `EACCES`, `ENOEXEC`). */
  run(options: RunOptions): Process {
    const namespaces = options.namespaces ?? this.namespaces;
    const { program, argv } = lookUpExecutable(namespaces, options.cwd, options.path, options.argv);
    if (options.terminal !== undefined) this.#nameTerminal(options.terminal, namespaces);
    const process = new Process(this.scheduler, {
      path: options.path,
      argv,
      env: options.env,
      cwd: options.cwd,
      uid: options.uid ?? 0,
      gid: options.gid ?? 0,
      groups: options.groups ?? [options.gid ?? 0],
      namespaces,
      files: options.files,
      capabilities: options.capabilities ?? ALL_CAPABILITIES,
      ...(options.parent && { parent: options.parent }),
      ...(options.terminal && { terminal: options.terminal }),
    });
    options.terminal?.startSession(process, (pgid, signal) => this.signalGroup(pgid, signal));
    this.start(process, program);
    return process;
  }

  /** Runs `program` in a process that is ready for it. */
  start(process: Process, program: Program): void {
    process.run(this.task(process, program));
  }

  /** What `program` does as this process. */
  task(process: Process, program: Program): Task<number> {
    return program(createSystem(this, process));
  }

  /** Sends a signal to a process group, by the host's number of it. */
  signalGroup(pgid: number, signal: Signal): void {
    for (const process of this.processes()) if (process.pgid === pgid) process.kill(signal, true);
  }

  processes(): Process[] {
    return [...this.namespaces.pid.processes.values()];
  }

  /** An inode's number on this machine, the same at each asking. */
  inodeNumber(inode: Inode): number {
    const number = this.#inodes.get(inode) ?? ++this.#lastInode;
    this.#inodes.set(inode, number);
    return number;
  }

  /** A namespace's own number, as `readlink /proc/PID/ns/net` shows it. */
  namespaceNumber(namespace: object): number {
    const number = this.#namespaceNumbers.get(namespace) ?? ++this.#lastNamespace;
    this.#namespaceNumbers.set(namespace, number);
    return number;
  }

  #nameTerminal(terminal: Tty, namespaces: Namespaces): void {
    const taken = new Set(terminalNumbers(this, namespaces));
    let number = 0;
    while (taken.has(String(number))) number++;
    terminal.name = `pts/${number}`;
  }
}
