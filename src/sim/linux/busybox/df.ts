import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { readTextFile } from '../read-file.ts';
import { applet } from './applet.ts';
import { diskUsage } from './disk-usage.ts';
import { sizeText } from './size-text.ts';

/** The simulated machine's disk, and how much of its memory a tmpfs takes that says nothing; in kilobytes. */
const DISK = 61_255_492;
const HALF_MEMORY = 1_048_576;

interface FileSystem {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly size: number;
}

/** What is mounted that has a size of its own. */
function* fileSystems(sys: System): Task<FileSystem[]> {
  const mounts = (yield* readTextFile(sys, '/proc/mounts')).split('\n').map((line) => line.split(' '));
  return mounts.flatMap(([source = '', target = '', type = '', options = '']) => {
    if (!['overlay', 'ext4', 'tmpfs'].includes(type)) return [];
    const told = /(?:^|,)size=(\d+)k/.exec(options)?.[1];
    return [{ source, target, type, size: type === 'tmpfs' ? Number(told ?? HALF_MEMORY) : DISK }];
  });
}

/** The files in it, without those of what is mounted below; the layers of a disk are its root's. */
function usedOf(
  sys: System,
  { target, type }: FileSystem,
  all: readonly FileSystem[],
  mounted: readonly string[],
): number {
  const root = type === 'tmpfs' ? target : (all.find((other) => other.type !== 'tmpfs')?.target ?? target);
  const size = diskUsage(sys, root, (path) => path !== root && mounted.includes(path)).at(-1)?.size ?? 0;
  return type === 'tmpfs' ? Math.max(0, size - 4) : size;
}

/** The file system that a path is in: the one mounted the furthest down. */
const holding = (path: string, all: readonly FileSystem[]): FileSystem | undefined =>
  all
    .filter(({ target }) => target === '/' || path === target || path.startsWith(`${target}/`))
    .sort((a, b) => b.target.length - a.target.length)[0];

function* wanted(
  call: Call,
  all: readonly FileSystem[],
): Task<{ list: readonly FileSystem[]; missing: readonly string[] }> {
  const missing: string[] = [];
  const list = call.operands.flatMap((path) => {
    try {
      call.sys.stat(path);
      return holding(path.startsWith('/') ? path : `${call.sys.cwd()}/${path}`, all) ?? [];
    } catch (error) {
      if (!isErrno(error)) throw error;
      missing.push(path);
      return [];
    }
  });
  return call.operands.length === 0 ? { list: all, missing } : { list, missing };
}

/** df: how full file systems are. */
export const df = applet({
  short: 'PkmhTait:B:',
  lacks: ['i', 'B'],
  *run(call) {
    const { sys, options } = call;
    const mounted = (yield* readTextFile(sys, '/proc/mounts')).split('\n').map((line) => line.split(' ')[1] ?? '');
    const all = yield* fileSystems(sys);
    const typed = (head: string): string => (options.has('T') ? head : '');
    const size = (kilobytes: number): string => {
      if (options.has('h')) return sizeText(kilobytes * 1024);
      return `${options.has('m') ? Math.round(kilobytes / 1024) : kilobytes}`;
    };
    const unit = options.has('h')
      ? '     Size'
      : options.has('m')
        ? '1M-blocks'
        : options.has('P')
          ? '1024-blocks'
          : '1K-blocks';
    const [used, share] = options.has('P') ? ['   Used', 'Capacity'] : ['     Used', 'Use%'];
    yield* call.print(`Filesystem           ${typed('Type       ')}${unit} ${used} Available ${share} Mounted on\n`);
    const { list, missing } = yield* wanted(call, all);
    for (const one of list.filter(({ type }) => !options.has('t') || type === options.value('t'))) {
      const taken = usedOf(sys, one, all, mounted);
      const percent = Math.ceil((taken / one.size) * 100);
      const source = one.source.length > 20 ? `${one.source}\n${''.padEnd(20)}` : one.source.padEnd(20);
      yield* call.print(
        `${source} ${typed(`${one.type.padEnd(10)} `)}${[one.size, taken, one.size - taken].map((n) => size(n).padStart(9)).join(' ')} ${`${percent}`.padStart(3)}% ${one.target}\n`,
      );
    }
    for (const path of missing) yield* call.warn(`${path}: can't find mount point`);
    return missing.length > 0 ? 1 : 0;
  },
});
