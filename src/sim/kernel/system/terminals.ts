import { Errno } from '../errno.ts';
import { groupIn } from '../process.ts';
import type { System } from '../syscalls.ts';
import { type Tty, ttyOf } from '../tty.ts';
import type { Caller } from './caller.ts';

type TerminalCalls = Pick<
  System,
  'isatty' | 'tcgetattr' | 'tcsetattr' | 'winsize' | 'tcgetpgrp' | 'tcsetpgrp' | 'ttyname' | 'notePrompt'
>;

export function terminalCalls({ process, pids: namespace }: Caller): TerminalCalls {
  const tty = (fd: number): Tty => {
    const found = ttyOf(process.files.get(fd));
    if (found === undefined) throw new Errno('ENOTTY');
    return found;
  };
  return {
    isatty: (fd) => ttyOf(process.files.get(fd)) !== undefined,
    tcgetattr: (fd) => ({ ...tty(fd).modes }),
    tcsetattr: (fd, modes) => tty(fd).discipline.setModes(modes),
    winsize: (fd) => tty(fd).size,
    tcgetpgrp(fd) {
      const { foreground } = tty(fd);
      for (const [pid, other] of namespace.processes) if (other.pid === foreground) return pid;
      return 0;
    },
    tcsetpgrp(fd, pgid) {
      const leader = [...namespace.processes.values()].find((other) => groupIn(namespace, other) === pgid);
      if (leader === undefined) throw new Errno('ESRCH');
      tty(fd).foreground = leader.pgid;
    },
    ttyname: (fd) => `/dev/${tty(fd).name}`,
    notePrompt: (fd, event) => tty(fd).notePrompt(event),
  };
}
