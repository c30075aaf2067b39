import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { type Account, readGroups, readUsers } from './accounts.ts';

/** A number, and its name where it has one. */
export interface Named {
  readonly id: number;
  readonly name: string | undefined;
}

/** A user and its groups as id(1) shows them. */
export interface Identity {
  readonly user: Named;
  readonly group: Named;
  /** As getgroups(2) or getgrouplist(3) gives them: the primary one may stand among them, more than once. */
  readonly groups: readonly Named[];
}

/** Who this process is, or who `name` is; undefined where there is no such user. */
export function* identify(sys: System, name?: string): Task<Identity | undefined> {
  const users = yield* readUsers(sys);
  const accounts = yield* readGroups(sys);
  const named = (id: number, list: readonly Account[]): Named => ({
    id,
    name: list.find((other) => other.id === id)?.name,
  });
  const identity = (uid: number, gid: number, groups: readonly number[]): Identity => ({
    user: named(uid, users),
    group: named(gid, accounts),
    groups: groups.map((id) => named(id, accounts)),
  });
  if (name === undefined) return identity(sys.uid, sys.gid, sys.groups);
  const user = users.find((other) => other.name === name);
  if (user === undefined) return undefined;
  const joined = accounts.filter(({ id, members }) => members.includes(name) && id !== user.group);
  return identity(user.id, user.group, [user.group, ...joined.map(({ id }) => id)]);
}

/** `0(root)`, or `1000` where the number has no name. */
export const numbered = ({ id, name }: Named): string => (name === undefined ? `${id}` : `${id}(${name})`);
