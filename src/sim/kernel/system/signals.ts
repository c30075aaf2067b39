import { Errno } from '../errno.ts';
import { groupIn } from '../process.ts';
import type { System } from '../syscalls.ts';
import type { Caller } from './caller.ts';

export function signalCalls({ process, pids: namespace }: Caller): Pick<System, 'kill' | 'signal'> {
  return {
    kill(pid, signal) {
      const targets =
        pid > 0
          ? [namespace.processes.get(pid)]
          : [...namespace.processes.values()].filter((other) => groupIn(namespace, other) === -pid);
      const found = targets.filter((target) => target !== undefined);
      if (found.length === 0) throw new Errno('ESRCH');
      for (const target of found) {
        if (process.uid !== 0 && process.uid !== target.uid) throw new Errno('EPERM');
        target.kill(signal, true);
      }
    },
    signal(signal, action) {
      if (signal === 'SIGKILL' || signal === 'SIGSTOP') throw new Errno('EINVAL');
      process.setAction(signal, action);
    },
  };
}
