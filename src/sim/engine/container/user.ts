import type { Directory } from '../../kernel/fs/inode.ts';
import { readFile } from '../../kernel/fs/tree.ts';
import { systemError } from '../errors.ts';

export interface User {
  readonly uid: number;
  readonly gid: number;
  /** Groups of /etc/group that name the user as a member; none where `--user` says a group. */
  readonly groups: readonly number[];
  readonly home: string;
}

type Records = readonly (readonly string[])[];

/** What the last container's files said: those of one image mostly say the same. */
const known = new Map<string, { readonly text: string; readonly records: Records }>();

function records(root: Directory, path: string): Records {
  const text = readFile(root, path) ?? '';
  const before = known.get(path);
  if (before?.text === text) return before.records;
  const records = text.split('\n').map((line) => line.split(':'));
  known.set(path, { text, records });
  return records;
}

const isNumber = (text: string): boolean => /^[+-]?\d+$/.test(text);

const LAST_ID = 2_147_483_647;

/** A number that no file has a name for. */
function checkedId(text: string): number {
  const id = Number(text);
  if (id < 0 || id > LAST_ID) throw systemError(`uids and gids must be in range 0-${LAST_ID}`);
  return id;
}

/** Who was meant last, and in which files. */
let last: { spec: string; passwd: Records; group: Records; user: User } | undefined;

/** Who `--user` means, by the container's own /etc/passwd and /etc/group (moby/sys/user GetExecUser). */
export function lookUpUser(root: Directory, spec: string): User {
  const passwd = records(root, '/etc/passwd');
  const group = records(root, '/etc/group');
  if (last?.spec === spec && last.passwd === passwd && last.group === group) return last.user;
  const user = userIn(root, passwd, spec);
  last = { spec, passwd, group, user };
  return user;
}

function userIn(root: Directory, passwd: Records, spec: string): User {
  const [name = '', group = ''] = spec.split(':');
  const wanted = name === '' ? '0' : name;
  const entry = passwd.find((fields) => fields[0] === wanted || fields[2] === wanted);
  if (entry === undefined && !isNumber(wanted)) {
    throw systemError(`unable to find user ${wanted}: no matching entries in passwd file`);
  }
  const uid = entry === undefined ? checkedId(wanted) : Number(entry[2]);
  const home = entry?.[5] || '/';
  if (group !== '') return { uid, gid: lookUpGroup(root, group), groups: [], home };
  return { uid, gid: Number(entry?.[3] ?? 0), groups: groupsOf(root, entry?.[0]), home };
}

const groupsOf = (root: Directory, user: string | undefined): number[] =>
  records(root, '/etc/group')
    .filter((fields) => user !== undefined && fields[3]?.split(',').includes(user))
    .map((fields) => Number(fields[2]));

/** A group by its name or number; one that /etc/group does not know must be a number. */
export function lookUpGroup(root: Directory, wanted: string): number {
  const entry = records(root, '/etc/group').find((fields) => fields[0] === wanted || fields[2] === wanted);
  if (entry === undefined && !isNumber(wanted)) {
    throw systemError(`unable to find group ${wanted}: no matching entries in group file`);
  }
  return entry === undefined ? checkedId(wanted) : Number(entry[2]);
}
