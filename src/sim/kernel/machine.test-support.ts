import { Clock } from './clock.ts';
import { executable, makeTree, type Tree } from './fs/tree.ts';
import { NetNamespace } from './inet/net-namespace.ts';
import { Machine } from './machine.ts';
import type { Process } from './process.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import type { Program } from './syscalls.ts';
import { TraceStream } from './trace.ts';
import { Tty } from './tty.ts';

const decoder = new TextDecoder();

/** A machine without a network, with `programs` in /bin and whatever else `tree` holds. */
export function testMachine(programs: Record<string, Program> = {}, tree: Tree = {}): Machine {
  const scheduler = new Scheduler(new Clock(0));
  const random = new Random(1);
  const net = new NetNamespace({ machine: 'test', clock: scheduler.clock, random, trace: new TraceStream() }, 'test');
  const bin = Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, executable(program)]));
  return new Machine({ hostname: 'test', scheduler, random, net, root: makeTree({ bin, tmp: {}, ...tree }) });
}

export interface Started {
  readonly process: Process;
  readonly tty: Tty;
  /** All that the terminal has shown. */
  shown(): string;
  type(text: string): void;
}

/** Runs a program of /bin on a terminal of its own; time goes on for `micros` afterwards. */
export function start(machine: Machine, name: string, micros = 0): Started {
  const tty = new Tty({ columns: 80, rows: 24 });
  let shown = '';
  tty.onOutput((bytes) => {
    shown += decoder.decode(bytes);
  });
  const process = machine.run({
    path: `/bin/${name}`,
    argv: [name],
    env: new Map(),
    cwd: '/',
    files: [0, 1, 2].map((fd) => [fd, tty.slave] as const),
    terminal: tty,
  });
  const settle = () => machine.scheduler.runUntil(machine.clock.now);
  machine.scheduler.runUntil(machine.clock.now + micros);
  return {
    process,
    tty,
    shown: () => shown,
    type(text) {
      tty.input(new TextEncoder().encode(text));
      settle();
    },
  };
}
