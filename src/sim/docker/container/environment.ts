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

function* readFile(cli: Cli, path: string): Task<Uint8Array> {
  let fd: number;
  try {
    fd = cli.sys.open(path, { read: true });
  } catch (error) {
    throw isErrno(error) ? new Error(`open ${path}: ${goText(error)}`) : error;
  }
  const bytes: number[] = [];
  try {
    for (let data = yield* cli.sys.read(fd); data.length > 0; data = yield* cli.sys.read(fd)) {
      bytes.push(...data);
    }
  } catch (error) {
    throw isErrno(error) ? new Error(`invalid env file (${path}): read ${path}: ${goText(error)}`) : error;
  } finally {
    cli.sys.close(fd);
  }
  return Uint8Array.from(bytes);
}

/** The lines of a file's bytes. Throws for one that is no UTF-8. */
function* linesOf(cli: Cli, path: string): Task<string[]> {
  const bytes = [...(yield* readFile(cli, path))];
  const lines: string[] = [];
  for (let from = 0, end = 0; end >= 0; from = end + 1) {
    end = bytes.indexOf(10, from);
    const line = bytes.slice(from, end < 0 ? undefined : end);
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(line));
      lines.push(lines.length === 0 ? text.replace(/^\ufeff/, '') : text);
    } catch {
      const text = `invalid utf8 bytes at line ${lines.length + 1}: [${line.join(' ')}]`;
      throw new Error(`invalid env file (${path}): ${text}`);
    }
  }
  return lines;
}

/** The `name=value` lines of a file, without comments and empty ones (docker/cli's kvfile); `lookUp` says what a name alone is worth. */
function* pairs(cli: Cli, path: string, lookUp: boolean): Task<string[]> {
  const found: string[] = [];
  for (const line of yield* linesOf(cli, path)) {
    const text = line.replace(/\r$/, '').trimStart();
    if (text === '' || text.startsWith('#')) continue;
    const name = text.split('=')[0] ?? '';
    if (/\s/.test(name)) throw new Error(`invalid env file (${path}): variable '${name}' contains whitespaces`);
    if (name === '') throw new Error(`invalid env file (${path}): no variable name on line '${text}'`);
    if (text.includes('=')) found.push(text);
    else if (lookUp && cli.sys.env.has(name)) found.push(looked(cli, name));
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
