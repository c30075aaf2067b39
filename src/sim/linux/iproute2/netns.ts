import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { spawnAlongPath, statusOf } from '../search-path.ts';
import { matching, type Words } from './words.ts';

const DIRECTORY = '/run/netns';
const FAILED = 255;
const VERBS = [
  'list',
  'show',
  'lst',
  'help',
  'add',
  'set',
  'delete',
  'identify',
  'pids',
  'exec',
  'monitor',
  'attach',
  'list-id',
];

const pathOf = (name: string): string => (name.includes('/') ? name : `${DIRECTORY}/${name}`);

/** Puts the program into a named network namespace (netns_switch). */
export function switchTo(sys: System, name: string): void {
  try {
    sys.setns(pathOf(name), 'net');
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code === 'EINVAL')
      throw new Failure(`setting the network namespace "${name}" failed: ${error.message}`, FAILED);
    throw new Failure(`Cannot open network namespace "${name}": ${error.message}`, FAILED);
  }
}

function names(sys: System): readonly string[] {
  try {
    return sys.readdir(DIRECTORY);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

function* list({ sys, print }: Pick<Call, 'sys' | 'print'>): Task<void> {
  const lines = names(sys)
    .toReversed()
    .map((name) => {
      const id = numberOf(sys, name);
      return `${name}${id === undefined ? '' : ` (id: ${id})`}\n`;
    });
  yield* print(lines.join(''));
}

/** The id that this namespace knows another one by, where a device here has its other end there. */
function numberOf(sys: System, name: string): number | undefined {
  try {
    return sys.netlink.namespaceId(pathOf(name));
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

function named(words: Words): string {
  const name = words.next();
  if (name === undefined) throw new Failure('No netns name specified', 1);
  if (name.includes('/') || name === '.' || name === '..') throw new Failure(`Invalid netns name "${name}"`, FAILED);
  return name;
}

/** In a child, as ip does it in itself: it ends with the command. */
function add({ sys }: Call, words: Words): void {
  const name = named(words);
  const path = pathOf(name);
  try {
    sys.mkdir(DIRECTORY, 0o755);
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  }
  try {
    sys.close(sys.open(path, { write: true, create: true, exclusive: true }));
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`Cannot create namespace file "${path}": ${error.message}`, 1);
  }
  sys.unshare('net');
  sys.mountNamespace(path);
}

function remove({ sys }: Call, words: Words): void {
  const path = pathOf(named(words));
  try {
    sys.umount(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  try {
    sys.unlink(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`Cannot remove namespace file "${path}": ${error.message}`, 1);
  }
}

function* execute({ sys }: Call, words: Words): Task<number> {
  const name = words.next();
  const argv = words.rest();
  if (name === undefined) throw new Failure('No netns name specified', 1);
  if (argv.length === 0) throw new Failure('No command specified', 1);
  switchTo(sys, name);
  try {
    return yield* statusOf(sys, spawnAlongPath(sys, argv));
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`exec of "${argv[0]}" failed: ${error.message}`, 1);
  }
}

function namespaceNumber(sys: System, path: string): number {
  try {
    return sys.namespaceOf(path);
  } catch (error) {
    throw isErrno(error) ? new Failure(`Cannot open network namespace: ${error.message}`, 1) : error;
  }
}

/** The names of namespaces by the ids that this one has for them. */
export function namesById(sys: System): ReadonlyMap<number, string> {
  // Whoever looks at the links gives the namespaces behind them their ids.
  sys.netlink.links();
  return new Map(
    names(sys).flatMap((name) => {
      const id = numberOf(sys, name);
      return id === undefined ? [] : [[id, name] as const];
    }),
  );
}

/** The names of the namespace that a process, or this one, is in. */
function* identify(call: Call, words: Words): Task<void> {
  const { sys } = call;
  const own = namespaceNumber(sys, `/proc/${words.next() ?? 'self'}/ns/net`);
  const found = names(sys).filter((name) => sys.namespaceOf(pathOf(name)) === own);
  yield* call.print(found.length === 0 ? '\n' : found.map((name) => `${name}\n`).join(''));
}

function* pids(call: Call, words: Words): Task<void> {
  const { sys } = call;
  const wanted = sys.namespaceOf(pathOf(named(words)));
  const inside = sys.processes().filter(({ pid }) => sys.namespaceOf(`/proc/${pid}/ns/net`) === wanted);
  yield* call.print(inside.map(({ pid }) => `${pid}\n`).join(''));
}

/** `ip netns …`. */
export function* netns(call: Call, words: Words): Task<number> {
  const word = words.next();
  const verb = word === undefined ? 'list' : matching(word, VERBS);
  switch (verb) {
    case 'list':
    case 'show':
    case 'lst':
      yield* list({ sys: call.sys, print: (text) => call.print(text) });
      return 0;
    case 'add':
      add(call, words);
      return 0;
    case 'delete':
      remove(call, words);
      return 0;
    case 'exec':
      return yield* execute(call, words);
    case 'identify':
      yield* identify(call, words);
      return 0;
    case 'pids':
      yield* pids(call, words);
      return 0;
    case undefined:
      throw new Failure(`Command "${word}" is unknown, try "ip netns help".`, FAILED);
    default:
      throw new NotSimulated(`ip netns ${verb}`);
  }
}
