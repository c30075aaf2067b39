import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { readGroups, readUsers } from './accounts.ts';

/** A user as id(1) shows one: names where they are known. */
export interface Identity {
  readonly uid: number;
  readonly user: string | undefined;
  readonly gid: number;
  readonly group: string | undefined;
}

/** Who this process is, or who `name` (or a number) is; undefined where there is none such. */
export function* identify(sys: System, name?: string): Task<Identity | undefined> {
  const users = yield* readUsers(sys);
  const groups = yield* readGroups(sys);
  const wanted = name ?? String(sys.uid);
  const user = users.find((other) => (name !== undefined && other.name === name) || String(other.id) === wanted);
  if (user === undefined && name !== undefined) return undefined;
  // The primary group of a process is not in the system-call interface: root's and an unknown user's is 0 in Docker.
  const gid = user?.group ?? 0;
  const group = groups.find(({ id }) => id === gid)?.name;
  return { uid: user?.id ?? sys.uid, user: user?.name, gid, group };
}

/** `0(root)`, or `1000` where the number has no name. */
export const numbered = (id: number, name: string | undefined): string =>
  name === undefined ? `${id}` : `${id}(${name})`;
