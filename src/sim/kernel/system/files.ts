import { Errno, isErrno } from '../errno.ts';
import type { OpenFile } from '../file.ts';
import { TerminalDevice } from '../fs/dev.ts';
import { CharacterDevice } from '../fs/device.ts';
import { DescriptorLink, Directory, GeneratedFile, type Inode, RegularFile } from '../fs/inode.ts';
import { OpenDirectory, OpenGenerated, OpenRegular } from '../fs/open.ts';
import { type Location, resolvePath } from '../fs/path.ts';
import type { Machine } from '../machine.ts';
import { createPipe } from '../pipe.ts';
import type { Process } from '../process.ts';
import type { OpenFlags, System } from '../syscalls.ts';
import type { Task } from '../task.ts';
import { ttyOf } from '../tty.ts';
import type { Caller } from './caller.ts';
import { allowed, writable } from './permission.ts';

type FileCalls = Pick<
  System,
  'cwd' | 'chdir' | 'open' | 'close' | 'read' | 'write' | 'dup' | 'dup2' | 'pipe' | 'fstat'
>;

const encoder = new TextEncoder();
const DEFAULT_READ = 65_536;

export function fileCalls({ machine, process }: Caller): FileCalls {
  const { files } = process;
  return {
    cwd: () => process.cwd,
    chdir(path) {
      const { inode, path: whole } = locate(process, path);
      if (inode === undefined) throw new Errno('ENOENT');
      if (!(inode instanceof Directory)) throw new Errno('ENOTDIR');
      allowed(process, inode, 'x');
      process.cwd = whole;
    },
    open: (path, flags = { read: true }, mode = 0o666) => files.add(openFile(machine, process, path, flags, mode)),
    close: (fd) => files.close(fd),
    read: (fd, count = DEFAULT_READ) => read(process, fd, count),
    write: (fd, data) => write(process, fd, data),
    dup: (fd, least = 0) => files.add(files.get(fd), least),
    dup2: (from, to) => files.set(to, files.get(from)),
    pipe() {
      const { read, write } = createPipe();
      return { read: files.add(read), write: files.add(write) };
    },
    fstat: (fd) => files.get(fd).stat(),
  };
}

function* read(process: Process, fd: number, count: number): Task<Uint8Array> {
  const file = process.files.get(fd);
  stopInBackground(process, file);
  return yield* file.read(count);
}

function* write(process: Process, fd: number, data: Uint8Array | string): Task<number> {
  const file = process.files.get(fd);
  try {
    return yield* file.write(typeof data === 'string' ? encoder.encode(data) : data);
  } catch (error) {
    if (isErrno(error, 'EPIPE')) process.kill('SIGPIPE', true);
    throw error;
  }
}

const locate = (process: Process, path: string, follow = true): Location =>
  resolvePath(process.namespaces.root, process.cwd, path, viewer(process), follow);

const viewer = (process: Process) => ({ pid: process.pidIn(process.namespaces.pid) ?? 0 });

/** A background process that reads its terminal is stopped (SIGTTIN), unless it is deaf to that. */
function stopInBackground(process: Process, file: OpenFile): void {
  const tty = ttyOf(file);
  if (tty === undefined || tty !== process.terminal || tty.foreground === process.pgid) return;
  if (tty.session === process || process.action('SIGTTIN') === 'ignore') throw new Errno('EIO');
  process.kill('SIGTTIN', true);
}

function openFile(machine: Machine, process: Process, path: string, flags: OpenFlags, mode: number): OpenFile {
  const at = locate(process, path);
  if (at.inode === undefined && flags.create && path.endsWith('/')) throw new Errno('EISDIR');
  const inode = at.inode ?? create(machine, process, at, flags, mode);
  if (at.inode !== undefined && flags.create && flags.exclusive) throw new Errno('EEXIST');
  if (flags.read ?? !flags.write) allowed(process, inode, 'r');
  if (flags.write) {
    if (inode.type === 'file') writable(process, at);
    allowed(process, inode, 'w');
  }
  return openInode(machine, process, inode, flags);
}

function create(machine: Machine, process: Process, at: Location, flags: OpenFlags, mode: number): Inode {
  if (!flags.create) throw new Errno('ENOENT');
  writable(process, at);
  allowed(process, at.parent, 'w');
  const made = new RegularFile(new Uint8Array(0), mode & ~process.umask);
  made.mtime = machine.clock.realtime;
  made.uid = process.uid;
  made.gid = process.gid;
  at.parent.link(at.name, made);
  at.parent.mtime = made.mtime;
  return made;
}

function openInode(machine: Machine, process: Process, inode: Inode, flags: OpenFlags): OpenFile {
  const stat = () => inode.stat(machine.inodeNumber(inode));
  if (inode instanceof Directory) {
    if (flags.write) throw new Errno('EISDIR');
    return new OpenDirectory(stat);
  }
  if (inode instanceof DescriptorLink) return inode.file;
  if (inode instanceof CharacterDevice) return inode.open();
  if (inode instanceof TerminalDevice) return openTerminal(machine, process, inode);
  if (inode instanceof GeneratedFile) return new OpenGenerated(inode, viewer(process), stat);
  if (inode instanceof RegularFile) return new OpenRegular(inode, flags, () => machine.clock.realtime, stat);
  throw new Errno('ENXIO');
}

function openTerminal(machine: Machine, process: Process, device: TerminalDevice): OpenFile {
  if (device.terminal === undefined) {
    if (process.terminal === undefined) throw new Errno('ENXIO');
    return process.terminal.slave;
  }
  const holder = machine
    .processes()
    .find((other) => other.namespaces.root === process.namespaces.root && other.terminal?.name === device.terminal);
  if (holder?.terminal === undefined) throw new Errno('EIO');
  return holder.terminal.slave;
}
