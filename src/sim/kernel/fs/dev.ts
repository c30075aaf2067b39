import { Errno } from '../errno.ts';
import type { Machine } from '../machine.ts';
import type { Namespaces } from '../namespaces.ts';
import { memoryDevices } from './device.ts';
import { Directory, Inode, type LowerLayer, Symlink } from './inode.ts';

/** A terminal's device file: opening it gives that terminal's slave, found when it is opened. */
export class TerminalDevice extends Inode {
  readonly type = 'char';
  readonly size = 0;
  override readonly device: readonly [number, number];
  /** As `pts/0`; undefined is /dev/tty, the opener's own. */
  readonly terminal: string | undefined;

  constructor(device: readonly [number, number], terminal?: string) {
    super(terminal === undefined ? 0o666 : 0o620);
    this.device = device;
    this.terminal = terminal;
  }
}

/** devpts: the terminals of the sessions that live in these namespaces. */
class TerminalDirectory extends Directory {
  readonly #names: () => readonly string[];

  constructor(names: () => readonly string[]) {
    super();
    this.#names = names;
  }

  override names(): readonly string[] {
    return [...this.#names(), 'ptmx'];
  }

  override lookup(name: string): Inode | undefined {
    if (name === 'ptmx') return Object.assign(new TerminalDevice([5, 2], name), { mode: 0 });
    if (!this.#names().includes(name)) return undefined;
    return new TerminalDevice([136, Number(name)], `pts/${name}`);
  }

  override link(): void {
    throw new Errno('EPERM');
  }
}

/** The numbers of the terminals that have a session in these namespaces. */
export const terminalNumbers = (machine: Machine, { root }: Namespaces): string[] =>
  machine
    .processes()
    .filter((process) => process.namespaces.root === root && process.terminal?.session === process)
    .map((process) => process.terminal?.name.slice('pts/'.length) ?? '');

/** In the order in which they are made. */
const NAMES = ['null', 'zero', 'random', 'urandom', 'tty', 'pts', 'fd', 'stdin', 'stdout', 'stderr', 'shm'] as const;

/** What /dev starts with, made when somebody looks at it: most containers are never asked for more than one or two. */
class DeviceLayer implements LowerLayer {
  readonly names = NAMES;
  readonly #machine: Machine;
  readonly #namespaces: Namespaces;

  constructor(machine: Machine, namespaces: Namespaces) {
    this.#machine = machine;
    this.#namespaces = namespaces;
  }

  has(name: string): boolean {
    return NAMES.some((known) => known === name);
  }

  make(name: string): Inode {
    const { random, clock } = this.#machine;
    if (name === 'pts') return new TerminalDirectory(() => terminalNumbers(this.#machine, this.#namespaces));
    return (FIXED[name] ?? memoryDevices(random, clock)[name])?.() ?? new Directory();
  }
}

/** The usual /dev of a Linux machine or container. */
export const makeDevices = (machine: Machine, namespaces: Namespaces): Directory =>
  new Directory([], undefined, new DeviceLayer(machine, namespaces));

const FIXED: Readonly<Record<string, () => Inode>> = {
  tty: () => new TerminalDevice([5, 0]),
  fd: () => new Symlink('/proc/self/fd'),
  stdin: () => new Symlink('/proc/self/fd/0'),
  stdout: () => new Symlink('/proc/self/fd/1'),
  stderr: () => new Symlink('/proc/self/fd/2'),
  shm: () => new Directory([], 0o777),
};
