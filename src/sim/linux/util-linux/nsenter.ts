import { isErrno } from '../../kernel/errno.ts';
import type { NamespaceKind, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { runProgram } from './run-program.ts';
import { utilLinux } from './util-linux.ts';

/** The order in which they are joined, and the options that ask for them. */
const KINDS: readonly (readonly [NamespaceKind, string])[] = [
  ['uts', 'u'],
  ['net', 'n'],
  ['pid', 'p'],
  ['mnt', 'm'],
];

/** The file of each namespace that is asked for. All are opened before the first is joined. */
function wanted({ options }: Call): [NamespaceKind, string][] {
  const target = options.value('t');
  if (target !== undefined && !/^\d+$/.test(target)) throw new Failure('invalid PID argument');
  const chosen = KINDS.filter(([, letter]) => options.has(letter) || options.has('a'));
  if (chosen.length === 0) throw new Failure('no namespace specified');
  return chosen.map(([kind, letter]) => {
    const file = options.value(letter) || (target === undefined ? undefined : `/proc/${target}/ns/${kind}`);
    if (file === undefined) throw new Failure('no target PID specified');
    return [kind, file];
  });
}

function demandFile(sys: System, file: string): void {
  try {
    sys.stat(file);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`cannot open ${file}: ${error.message}`);
  }
}

function join(sys: System, kind: NamespaceKind, file: string): void {
  try {
    sys.setns(file, kind);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`reassociate to namespaces failed: ${error.message}`);
  }
}

function* run(call: Call): Task<number> {
  const { sys } = call;
  if (call.options.has('V')) {
    yield* call.print('nsenter from util-linux 2.42.4\n');
    return 0;
  }
  const files = wanted(call);
  for (const [, file] of files) demandFile(sys, file);
  const numbers = new Map(files.map(([kind, file]) => [kind, file]));
  // The tree changes last: until then the files are found in this one.
  for (const [kind, file] of numbers) join(sys, kind, file);
  return yield* runProgram(call);
}

/** nsenter: runs a program in the namespaces of another process. */
export const nsenter = utilLinux({
  short: 't:n::u::p::m::i::C::U::T::aF S:G:r::w::W:VhZe',
  long: {
    ...{ target: 't', net: 'n::', uts: 'u::', pid: 'p::', mount: 'm::', ipc: 'i::', cgroup: 'C::', user: 'U::' },
    ...{ all: 'a', 'no-fork': 'F', root: 'r::', wd: 'w::', version: 'V', help: 'h' },
  },
  lacks: ['S', 'G', 'r', 'w', 'W', 'Z', 'e', 'h'],
  stopAtOperand: true,
  run,
});
