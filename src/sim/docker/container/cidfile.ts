import type { Task } from '../../kernel/task.ts';
import { attempt, FileError, statOf } from '../../tar/files.ts';
import type { Cli } from '../cli.ts';

/** `--cidfile`: made before the container and taken away where that fails (docker/cli's cidFile). */
export class ContainerIdFile {
  readonly #cli: Cli;
  readonly #path: string;
  #fd: number | undefined;
  #written = false;

  /** @param path empty: no file. Throws where there is one already, or none can be made. */
  constructor(cli: Cli, path: string) {
    this.#cli = cli;
    this.#path = path;
    if (path === '') return;
    if (statOf(cli.sys, path, true) !== undefined) {
      throw new Error(`container ID file found, make sure the other container isn't running or delete ${path}`);
    }
    try {
      this.#fd = attempt('open', path, () => cli.sys.open(path, { write: true, create: true }));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new Error(`failed to create the container ID file: ${error.message}`);
    }
  }

  *write(id: string): Task<void> {
    if (this.#fd === undefined) return;
    yield* this.#cli.sys.write(this.#fd, id);
    this.#written = true;
  }

  close(): void {
    if (this.#fd === undefined) return;
    this.#cli.sys.close(this.#fd);
    if (!this.#written) this.#cli.sys.unlink(this.#path);
  }
}
