import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { readTextFile } from './read-file.ts';

/** What is mounted where, a line each, as mount(8) lists it without arguments; with `type`, file systems of that type. */
export function* mountList(sys: System, type?: string): Task<string> {
  const fields = (yield* readTextFile(sys, '/proc/mounts')).split('\n').map((line) => line.split(' '));
  return fields
    .filter(([, , kind, options]) => options !== undefined && (type === undefined || type === kind))
    .map(([source, target, kind, options]) => `${source} on ${target} type ${kind} (${options})\n`)
    .join('');
}
