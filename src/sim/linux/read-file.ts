import { isErrno } from '../kernel/errno.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { concatBytes } from '../kernel/wire/bytes.ts';

/** All that `fd` still gives. */
export function* readAll(sys: System, fd: number): Task<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* sys.read(fd);
    if (chunk.length === 0) return concatBytes(...chunks);
    chunks.push(chunk);
  }
}

/** A file's text; throws as open(2) and read(2) do. */
export function* readTextFile(sys: System, path: string): Task<string> {
  const fd = sys.open(path);
  try {
    return new TextDecoder().decode(yield* readAll(sys, fd));
  } finally {
    sys.close(fd);
  }
}

/** The text of a file of configuration: '' where it is missing or may not be read, as libc takes it. */
export function* readConfiguration(sys: System, path: string): Task<string> {
  try {
    return yield* readTextFile(sys, path);
  } catch (error) {
    if (isErrno(error)) return '';
    throw error;
  }
}
