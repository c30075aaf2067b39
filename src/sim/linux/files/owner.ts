import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Account, readGroups, readUsers } from '../accounts.ts';
import { type Call, Failure } from '../call.ts';

/** What BusyBox and GNU say differently of owners. */
export interface OwnerDialect {
  unknown(what: 'user' | 'group', text: string): string;
  missing(path: string, reason: string): string;
  /** What `-v` and `-c` tell of a change; `retained`: there was none. */
  changed(path: string, what: 'ownership' | 'group', from: string, to: string): string;
  readonly retained?: (path: string, what: 'ownership' | 'group', owner: string) => string;
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

function numberOf(accounts: readonly Account[], text: string): number | undefined {
  const found = accounts.find(({ name }) => name === text)?.id;
  return found ?? (/^\d+$/.test(text) ? Number(text) : undefined);
}

/** `user`, `user:group`, `:group`, or `user:` for the user's own group. */
function* ownerOf(call: Call, text: string, dialect: OwnerDialect): Task<Owner> {
  const users = yield* readUsers(call.sys);
  const [name = '', group] = text.split(/:(.*)/s);
  const uid = name === '' ? undefined : numberOf(users, name);
  if (name !== '' && uid === undefined) throw new Failure(dialect.unknown('user', name));
  const own = group === '' ? users.find(({ id }) => id === uid)?.group : undefined;
  const gid = group ? numberOf(yield* readGroups(call.sys), group) : own;
  if (group && gid === undefined) throw new Failure(dialect.unknown('group', text));
  return { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) };
}

function* change(
  call: Call,
  path: string,
  owner: Owner,
  what: 'ownership' | 'group',
  dialect: OwnerDialect,
): Task<number> {
  const { sys, options } = call;
  const follow = !options.has('h');
  let status = 0;
  try {
    const before = follow ? sys.stat(path) : sys.lstat(path);
    sys.chown(path, owner.uid ?? before.uid, owner.gid ?? before.gid, follow);
    if (options.has('v') || options.has('c')) yield* call.print(yield* report(call, path, before, what, dialect));
    if (options.has('R') && sys.lstat(path).type === 'directory')
      for (const name of sys.readdir(path)) status |= yield* change(call, `${path}/${name}`, owner, what, dialect);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const missing = error.code === 'ENOENT' ? dialect.missing(path, error.message) : `${path}: ${error.message}`;
    if (!options.has('f')) yield* call.warn(missing);
    return 1;
  }
  return status;
}

function* report(
  call: Call,
  path: string,
  before: { readonly uid: number; readonly gid: number },
  what: 'ownership' | 'group',
  dialect: OwnerDialect,
): Task<string> {
  const after = call.sys.lstat(path);
  const [users, groups] = [yield* readUsers(call.sys), yield* readGroups(call.sys)];
  const nameIn = (accounts: readonly Account[], number: number): string =>
    accounts.find(({ id }) => id === number)?.name ?? String(number);
  const shown = ({ uid, gid }: { readonly uid: number; readonly gid: number }): string =>
    what === 'group' ? nameIn(groups, gid) : nameIn(users, uid);
  const same = before.uid === after.uid && before.gid === after.gid;
  if (!same) return dialect.changed(path, what, shown(before), shown(after));
  return call.options.has('c') ? '' : (dialect.retained?.(path, what, shown(after)) ?? '');
}

/** chown and chgrp: the first operand is who is to own the others. */
export function* changeOwner(call: Call, what: 'ownership' | 'group', dialect: OwnerDialect): Task<number> {
  const [text = '', ...paths] = call.operands;
  const owner = yield* ownerOf(call, what === 'group' ? `:${text}` : text, dialect);
  let status = 0;
  for (const path of paths) status |= yield* change(call, path, owner, what, dialect);
  return status;
}
