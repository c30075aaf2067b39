import { isErrno } from '../kernel/errno.ts';
import type { Task } from '../kernel/task.ts';
import type { Call } from './call.ts';
import { spawnAlongPath, statusOf } from './search-path.ts';

/** The environment that `env -i -u NAME NAME=VALUE…` makes, and the command that is left. */
function changedEnvironment({ sys, options, operands }: Call): {
  env: Map<string, string>;
  command: readonly string[];
} {
  const words = [...operands];
  const empty = options.has('i') || words[0] === '-';
  if (words[0] === '-') words.shift();
  const env = new Map(empty ? [] : sys.env);
  for (const name of options.values('u')) env.delete(name);
  while (words[0]?.includes('=')) {
    const word = words.shift() as string;
    const at = word.indexOf('=');
    env.set(word.slice(0, at), word.slice(at + 1));
  }
  return { env, command: words };
}

/** `env`: prints the environment, or runs a command in it; `cannotRun` is the complaint of the package. */
export function* runInEnvironment(call: Call, cannotRun: (name: string, reason: string) => string): Task<number> {
  const { env, command } = changedEnvironment(call);
  if (command.length === 0) {
    const end = call.options.has('0') ? '\0' : '\n';
    yield* call.print([...env].map(([name, value]) => `${name}=${value}${end}`).join(''));
    return 0;
  }
  try {
    return yield* statusOf(call.sys, spawnAlongPath(call.sys, command, { env }));
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* call.warn(cannotRun(command[0] as string, error.message));
    return error.code === 'ENOENT' ? 127 : 126;
  }
}
