import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { Cli } from '../cli.ts';

/** `NAME` alone takes the value that it has in our own environment, if any. */
const looked = (cli: Cli, text: string): string => {
  const value = text.includes('=') ? undefined : cli.sys.env.get(text);
  return value === undefined ? text : `${text}=${value}`;
};

/** As Go writes what a system call says. */
const goText = ({ message }: Error): string => message.charAt(0).toLowerCase() + message.slice(1);

function* readFile(cli: Cli, path: string): Task<string> {
  let fd: number;
  try {
    fd = cli.sys.open(path, { read: true });
  } catch (error) {
    throw isErrno(error) ? new Error(`open ${path}: ${goText(error)}`) : error;
  }
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let data = yield* cli.sys.read(fd); data.length > 0; data = yield* cli.sys.read(fd)) {
      text += decoder.decode(data, { stream: true });
    }
  } catch (error) {
    throw isErrno(error) ? new Error(`invalid env file (${path}): read ${path}: ${goText(error)}`) : error;
  } finally {
    cli.sys.close(fd);
  }
  return text;
}

/** The `name=value` lines of a file, without comments and empty ones (docker/cli's kvfile). */
function* pairs(cli: Cli, path: string, lookUp: boolean): Task<string[]> {
  const found: string[] = [];
  for (const line of (yield* readFile(cli, path)).replace(/^\ufeff/, '').split('\n')) {
    const text = line.replace(/\r$/, '').trimStart();
    if (text === '' || text.startsWith('#')) continue;
    const name = text.split('=')[0] ?? '';
    if (/\s/.test(name)) throw new Error(`invalid env file (${path}): variable '${name}' contains whitespaces`);
    if (name === '') throw new Error(`invalid env file (${path}): no variable name on line '${text}'`);
    if (text.includes('=')) found.push(text);
    else if (lookUp && cli.sys.env.has(name)) found.push(looked(cli, name));
    else if (!lookUp) found.push(name);
  }
  return found;
}

/** The variables of `--env-file` files, then those of `--env`. */
export function* readEnvironment(cli: Cli, files: readonly string[], given: readonly string[]): Task<string[]> {
  const all: string[] = [];
  for (const file of files) all.push(...(yield* pairs(cli, file, true)));
  return [...all, ...given.map((text) => looked(cli, text))];
}

/** The labels of `--label-file` files, then those of `--label`. */
export function* readLabels(cli: Cli, files: readonly string[], given: readonly string[]): Task<string[]> {
  const all: string[] = [];
  for (const file of files) all.push(...(yield* pairs(cli, file, false)));
  return [...all, ...given];
}
