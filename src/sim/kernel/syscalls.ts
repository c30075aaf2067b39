import type { IptablesTable, TableName } from './netfilter/iptables.ts';
import type { ConntrackTable, Netlink } from './netlink.ts';
import type {
  Datagram,
  PacketAddress,
  PacketStatistics,
  ReceivedPacket,
  SocketAddress,
  SocketDomain,
  SocketOptions,
  SocketType,
} from './socket.ts';
import type { Task } from './task.ts';

/** A program: what runs in a process. Its result is the exit status (0 to 255). */
export type Program = (sys: System) => Task<number>;

export type Signal =
  | 'SIGHUP'
  | 'SIGINT'
  | 'SIGQUIT'
  | 'SIGKILL'
  | 'SIGUSR1'
  | 'SIGUSR2'
  | 'SIGPIPE'
  | 'SIGALRM'
  | 'SIGTERM'
  | 'SIGCHLD'
  | 'SIGCONT'
  | 'SIGSTOP'
  | 'SIGTSTP'
  | 'SIGTTIN'
  | 'SIGTTOU'
  | 'SIGWINCH';

export interface OpenFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly append?: boolean;
}

export type FileType = 'file' | 'directory' | 'symlink' | 'char' | 'fifo' | 'socket';

/** `stat(2)`. `mode` holds the permission bits only; times are µs since 1970. */
export interface Stat {
  readonly type: FileType;
  readonly inode: number;
  readonly mode: number;
  readonly links: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  /** Major and minor number of a device. */
  readonly device?: readonly [number, number];
}

/** As the entries of /proc/PID/ns. */
export type NamespaceKind = 'mnt' | 'net' | 'pid' | 'uts';

/** What a new process is given; what is left out is inherited. */
export interface SpawnOptions {
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** The new process's descriptors: its number → a number of the caller's. Without it all are inherited. */
  readonly files?: ReadonlyMap<number, number>;
  /** Process group to join: 0 makes one of its own; left out, the caller's. */
  readonly pgid?: number;
  /** Signals that the new process ignores from the start. */
  readonly ignore?: readonly Signal[];
}

/** How a child ended: an exit status, or the signal that killed or stopped it. */
export interface ChildStatus {
  readonly pid: number;
  readonly status?: number;
  readonly signal?: Signal;
  readonly stopped?: boolean;
}

/** A terminal's modes, `termios(3)` as far as programs here set them. */
export interface Termios {
  /** ICANON: input comes by lines, with erase and kill. */
  canonical: boolean;
  echo: boolean;
  /** ISIG: ^C, ^\ and ^Z send signals. */
  signals: boolean;
  /** ICRNL: Enter gives a newline. */
  crToNl: boolean;
  /** OPOST|ONLCR: a newline goes out as CR LF. */
  postProcess: boolean;
}

/** A shell's prompt awaits a command line, after one that ended with `status`, or `continued` the line before; or a line was taken. */
export type PromptEvent =
  | { readonly kind: 'awaited'; readonly status: number; readonly continued: boolean }
  /** No line: the prompt was left with ^C or ^D. */
  | { readonly kind: 'taken'; readonly line?: string };

export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly uid: number;
  readonly argv: readonly string[];
  /** The name of the file that it runs, 15 bytes of it. */
  readonly comm: string;
  /** `R` running, `S` sleeping, `T` stopped, `Z` zombie. */
  readonly state: 'R' | 'S' | 'T' | 'Z';
  /** As `pts/0`; undefined without a controlling terminal. */
  readonly tty?: string;
  /** µs since the world's start. */
  readonly started: number;
}

/**
 * The system calls: all that a program can see of the machine. Failures throw {@link Errno}.
 * A wait that a handled signal breaks throws `EINTR`.
 */
export interface System {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly uid: number;
  readonly gid: number;
  /** getgroups(2): the supplementary groups, in ascending order as the kernel keeps them. */
  readonly groups: readonly number[];
  readonly argv: readonly string[];
  readonly env: Map<string, string>;

  /** CLOCK_REALTIME, µs since 1970. */
  realtime(): number;
  /** CLOCK_MONOTONIC, µs since the world's start. */
  monotonic(): number;
  sleep(micros: number): Task<void>;
  random(count: number): Uint8Array;

  hostname(): string;
  setHostname(name: string): void;
  domainname(): string;

  cwd(): string;
  chdir(path: string): void;
  open(path: string, flags?: OpenFlags, mode?: number): number;
  close(fd: number): void;
  /** At most `count` bytes; none at the end of the file. */
  read(fd: number, count?: number): Task<Uint8Array>;
  /** Writes all of it; text goes as UTF-8. A broken pipe sends SIGPIPE, then throws `EPIPE`. */
  write(fd: number, data: Uint8Array | string): Task<number>;
  dup2(from: number, to: number): void;
  /** A copy of `fd` at the lowest free number at or above `least` (F_DUPFD). */
  dup(fd: number, least?: number): number;
  pipe(): { read: number; write: number };
  stat(path: string): Stat;
  lstat(path: string): Stat;
  fstat(fd: number): Stat;
  readdir(path: string): readonly string[];
  readlink(path: string): string;
  /** May this process read, write or execute it? Throws `EACCES` or `ENOENT` if not. */
  access(path: string, want: 'r' | 'w' | 'x'): void;
  mkdir(path: string, mode?: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  symlink(target: string, path: string): void;
  /** Another name for the same file; symbolic links are not followed. Throws `EPERM` for a directory, `EEXIST`. */
  link(existing: string, path: string): void;
  chmod(path: string, mode: number): void;
  /** Gives a file to another user and group; without `follow` a symbolic link itself. Throws EPERM without CAP_CHOWN. */
  chown(path: string, uid: number, gid: number, follow?: boolean): void;
  utimes(path: string, mtime: number): void;

  isatty(fd: number): boolean;
  tcgetattr(fd: number): Termios;
  tcsetattr(fd: number, modes: Partial<Termios>): void;
  winsize(fd: number): WindowSize;
  tcgetpgrp(fd: number): number;
  tcsetpgrp(fd: number, pgid: number): void;
  /** The controlling terminal's name (`/dev/pts/0`); throws `ENOTTY`. */
  ttyname(fd: number): string;
  /** Tells whoever drives this terminal, never programs, how its shell's prompt stands. */
  notePrompt(fd: number, event: PromptEvent): void;

  /** Starts the executable at `path` (looked up as given; PATH is the caller's business). Throws `ENOENT`, `EACCES`, `EISDIR`… */
  spawn(path: string, argv: readonly string[], options?: SpawnOptions): number;
  /** Runs the executable at `path` in this process's place, with its open files; returns only by throwing what {@link spawn} does. */
  exec(path: string, argv: readonly string[], env: ReadonlyMap<string, string>): never;
  /** Starts `program` in a child without an executable of its own: fork(2) for subshells. */
  fork(program: Program, options?: SpawnOptions): number;
  /** Starts another thread of this process; it ends with the process. An error that it does not catch ends the process. */
  thread(body: () => Task<void>): void;
  /** Waits for a child (`-1`: any). `nohang` returns undefined where none has ended. Throws `ECHILD`. */
  waitpid(pid: number, options?: { nohang?: boolean; untraced?: boolean }): Task<ChildStatus | undefined>;
  /** What others see in the place of this process's arguments from now on (setproctitle(3)). */
  setTitle(title: string): void;
  /** Ends this process; never returns. */
  exit(status: number): never;
  /** Sends a signal to a process, or with a negative `pid` to a process group. Throws `ESRCH`, `EPERM`. */
  kill(pid: number, signal: Signal): void;
  setpgid(pid: number, pgid: number): void;
  /** Sets the file mode creation mask; the old one. */
  umask(mask: number): number;
  /** What to do at a signal; SIGKILL and SIGSTOP cannot be changed. A handler runs before the broken wait throws `EINTR`. */
  signal(signal: Signal, action: 'default' | 'ignore' | (() => void)): void;
  /** The processes visible from here, by pid. */
  processes(): readonly ProcessInfo[];

  socket(domain: SocketDomain, type: SocketType, protocol?: number): number;
  bind(fd: number, address: SocketAddress | PacketAddress): void;
  connect(fd: number, address: SocketAddress): Task<void>;
  listen(fd: number, backlog?: number): void;
  accept(fd: number): Task<{ fd: number; peer: SocketAddress }>;
  /** Sends one datagram; raw IPv4 sockets give the payload only. Throws `ENETUNREACH`, `EHOSTUNREACH`, `EPERM`… */
  sendto(fd: number, data: Uint8Array, address?: SocketAddress | PacketAddress): Task<number>;
  /** One datagram; raw IPv4 sockets get the whole IP packet, those of IPv6 what follows the header. Undefined when `timeout` µs passed without one. */
  recvfrom(fd: number, timeout?: number): Task<Datagram | undefined>;
  /** One frame that a packet socket heard. Undefined when `timeout` µs passed without one. */
  recvmsg(fd: number, timeout?: number): Task<ReceivedPacket | undefined>;
  setsockopt(fd: number, options: SocketOptions): void;
  /** The peer's process, for a Unix socket (SO_PEERCRED). */
  peerPid(fd: number): number | undefined;
  /** PACKET_STATISTICS of packet(7), since the socket was opened. */
  packetStatistics(fd: number): PacketStatistics;
  getsockname(fd: number): SocketAddress;
  getpeername(fd: number): SocketAddress;
  shutdown(fd: number, how: 'read' | 'write' | 'both'): void;
  /** Waits until one of `fds` can be read (or is at its end); those that can, none when `timeout` µs passed. */
  poll(fds: readonly number[], timeout?: number): Task<readonly number[]>;
  /** Waits until the peer of a Unix socket sends no more, or with `both` has closed it (poll(2)'s POLLRDHUP, POLLHUP). */
  pollHangup(fd: number, both: boolean): Task<void>;

  /** Joins the namespace that a file of /proc/PID/ns, or one that was mounted, stands for; a pid namespace counts for children. Throws EPERM, ENOENT, EINVAL. */
  setns(path: string, kind: NamespaceKind): void;
  /** Goes on in a new namespace of its own. Throws EPERM. */
  unshare(kind: NamespaceKind): void;
  /** Mounts this process's network namespace on a file. Throws EPERM, ENOENT. */
  mountNamespace(path: string): void;
  /** Undoes that. Throws EPERM, ENOENT, EINVAL. */
  umount(path: string): void;
  /** The number of the namespace that a file stands for. Throws ENOENT, EINVAL. */
  namespaceOf(path: string): number;

  /** The network namespace's devices, addresses, routes and neighbours (rtnetlink(7)). */
  readonly netlink: Netlink;
  /** A table of the network namespace's firewall, for IPv4 where no family is named. Throws EPERM without CAP_NET_ADMIN. */
  iptables(table: TableName, family?: 'inet' | 'inet6'): IptablesTable;
  /** The connections that the network namespace's firewall tracks. Throws EPERM without CAP_NET_ADMIN. */
  conntrack(): ConntrackTable;
}
