import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, STDIN } from '../cli.ts';

function* drain(cli: Cli, fd: number): Task<void> {
  while ((yield* cli.sys.read(fd)).length > 0);
}

/** Reads a file to its end. Throws as Go's os.Open. */
export function* readFile(cli: Cli, path: string): Task<void> {
  let fd: number;
  try {
    fd = cli.sys.open(path);
  } catch (error) {
    throw isErrno(error) ? new Error(`open ${path}: ${error.message.toLowerCase()}`) : error;
  }
  yield* drain(cli, fd);
  cli.sys.close(fd);
}

/** Reads a file, or stdin where it is `-`: what a secret or a configuration holds. */
export function* readContent(cli: Cli, file: string): Task<void> {
  if (file === '-') return yield* drain(cli, STDIN);
  try {
    yield* readFile(cli, file);
  } catch (error) {
    throw new Error(`error reading from ${file}: ${(error as Error).message}`);
  }
}
