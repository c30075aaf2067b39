import type { ProcessInfo, System } from '../kernel/syscalls.ts';
import { baseName } from './call.ts';

/** The other processes that run under a name, the newest first (libbb/find_pid_by_name.c). */
export const processesNamed = (sys: System, name: string): ProcessInfo[] =>
  sys
    .processes()
    .filter(({ pid, state, comm }) => pid !== sys.pid && state !== 'Z' && comm === baseName(name))
    .sort((a, b) => b.pid - a.pid);
