import { Errno, isErrno } from '../kernel/errno.ts';
import type { SpawnOptions, System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { signalNumber } from './signal-names.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where execvp(3) would look for `name`, in its order. */
export const placesOf = (name: string, path = DEFAULT_PATH): string[] =>
  name.includes('/') ? [name] : path.split(':').map((directory) => `${directory === '' ? '.' : directory}/${name}`);

/** May it be executed: a regular file with an x bit? */
export function isExecutable(sys: System, path: string): boolean {
  try {
    sys.access(path, 'x');
    return sys.stat(path).type === 'file';
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** execvp(3) in a child: starts `argv[0]`, looked up along `env`'s PATH. Throws `ENOENT`, or `EACCES` where one place refused. */
export function spawnAlongPath(sys: System, argv: readonly string[], options: SpawnOptions = {}): number {
  const env = options.env ?? sys.env;
  let refused: Errno | undefined;
  for (const place of placesOf(argv[0] ?? '', env.get('PATH'))) {
    try {
      return sys.spawn(place, argv, options);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') refused = error;
    }
  }
  throw refused ?? new Errno('ENOENT');
}

/** Waits for a child that stands for this process, as after an exec: its status, or 128 and the signal's number. */
export function* statusOf(sys: System, pid: number): Task<number> {
  const ended = yield* sys.waitpid(pid);
  return ended?.signal === undefined ? (ended?.status ?? 0) : 128 + (signalNumber(ended.signal) ?? 0);
}
