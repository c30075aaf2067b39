import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { ShellState } from '../shell-state.ts';

/** A process's descriptors: its number → a number of the shell's. */
export type Descriptors = Map<number, number>;

/** The shell keeps its own files at and above this number (as bash and ash do); children do not get them. */
export const FIRST_PRIVATE = 10;

/** The descriptors below {@link FIRST_PRIVATE} that a shell finds open when it starts. */
export function openAtStart(sys: System): Set<number> {
  const open = new Set<number>();
  for (let fd = 0; fd < FIRST_PRIVATE; fd++) {
    try {
      sys.fstat(fd);
      open.add(fd);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return open;
}

/** What a child inherits. */
export const inherited = (state: ShellState): Descriptors => new Map([...state.open].map((fd) => [fd, fd]));

/** Moves a descriptor out of the way of those that scripts name. */
export function makePrivate(sys: System, fd: number): number {
  if (fd >= FIRST_PRIVATE) return fd;
  const moved = sys.dup(fd, FIRST_PRIVATE);
  sys.close(fd);
  return moved;
}

/** A pipe whose ends are out of the way. */
export function privatePipe(sys: System): { read: number; write: number } {
  const { read, write } = sys.pipe();
  return { read: makePrivate(sys, read), write: makePrivate(sys, write) };
}

/** Makes the shell's own descriptors be as `files` says. */
export function installForGood(state: ShellState, files: Descriptors): void {
  const { sys } = state;
  const changes = [...files].filter(([fd, from]) => fd !== from);
  const sources = changes.map(([fd, from]) => [fd, sys.dup(from, FIRST_PRIVATE)] as const);
  for (const [fd, from] of sources) {
    sys.dup2(from, fd);
    sys.close(from);
  }
  for (const fd of state.open) if (!files.has(fd)) sys.close(fd);
  state.open = new Set(files.keys());
}

/** The same for a while: the result puts them back. */
export function install(state: ShellState, files: Descriptors): () => void {
  const { sys, open } = state;
  const touched = [...open].filter((fd) => files.get(fd) !== fd);
  const saved = new Map(touched.map((fd) => [fd, sys.dup(fd, FIRST_PRIVATE)]));
  if (touched.length === 0 && files.size === open.size) return () => {};
  installForGood(state, files);
  return () => {
    installForGood(state, new Map([...open].map((fd) => [fd, saved.get(fd) ?? fd])));
    for (const fd of saved.values()) sys.close(fd);
  };
}
