import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { readConfiguration } from './read-file.ts';

/** A line of passwd(5) or group(5), as far as both have it: name and number. */
export interface Account {
  readonly name: string;
  readonly id: number;
  /** A user's own group. */
  readonly group: number;
  /** Names of a group's members. */
  readonly members: readonly string[];
}

function* read(sys: System, path: string): Task<Account[]> {
  return (yield* readConfiguration(sys, path)).split('\n').flatMap((line) => {
    const [name, , id, group] = line.split(':');
    return name && id ? [{ name, id: Number(id), group: Number(group ?? 0), members: group?.split(',') ?? [] }] : [];
  });
}

/** The users of /etc/passwd. */
export const readUsers = (sys: System): Task<Account[]> => read(sys, '/etc/passwd');

/** The groups of /etc/group. */
export const readGroups = (sys: System): Task<Account[]> => read(sys, '/etc/group');
