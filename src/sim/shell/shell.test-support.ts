import { Clock, SECOND } from '../kernel/clock.ts';
import { executable, makeTree, type Tree } from '../kernel/fs/tree.ts';
import { NetNamespace } from '../kernel/inet/net-namespace.ts';
import { Machine } from '../kernel/machine.ts';
import { createPipe } from '../kernel/pipe.ts';
import type { Process } from '../kernel/process.ts';
import { Random } from '../kernel/random.ts';
import { Scheduler } from '../kernel/scheduler.ts';
import type { Program, System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { Tty } from '../kernel/tty.ts';
import type { Dialect } from './dialect.ts';
import { shell } from './shell.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function* input(sys: System, path: string | undefined): Task<string> {
  const fd = path === undefined ? 0 : sys.open(path, { read: true });
  let text = '';
  for (;;) {
    const data = yield* sys.read(fd);
    if (data.length === 0) return text;
    text += new TextDecoder().decode(data);
  }
}

/** Just enough programs to see what a shell does with them. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  *cat(sys) {
    yield* sys.write(1, yield* input(sys, sys.argv[1]));
    return 0;
  },
  *env(sys) {
    for (const [name, value] of sys.env) yield* sys.write(1, `${name}=${value}\n`);
    return 0;
  },
  *sleep(sys) {
    yield* sys.sleep(Number(sys.argv[1]) * SECOND);
    return 0;
  },
  *upper(sys) {
    yield* sys.write(1, (yield* input(sys, undefined)).toUpperCase());
    return 0;
  },
  *lines(sys) {
    yield* sys.write(1, `${(yield* input(sys, undefined)).split('\n').length - 1}\n`);
    return 0;
  },
  *first(sys) {
    const [line = ''] = new TextDecoder().decode(yield* sys.read(0)).split('\n');
    yield* sys.write(1, `${line}\n`);
    return 0;
  },
  *args(sys) {
    yield* sys.write(
      1,
      `${sys.argv
        .slice(1)
        .map((arg) => `<${arg}>`)
        .join('')}\n`,
    );
    return 0;
  },
  *yes(sys) {
    for (;;) yield* sys.write(1, 'y\n');
  },
};

/** A machine whose programs are the two shells and a handful more. */
function testMachine(extra: Tree): Machine {
  const clock = new Clock(1_795_165_200 * SECOND);
  const environment = { machine: 'box', clock, random: new Random(7), trace: { active: false, emit: () => undefined } };
  const programs = Object.fromEntries(Object.entries(PROGRAMS).map(([name, program]) => [name, executable(program)]));
  const root = makeTree({
    bin: { ...programs, sh: executable(shell('ash')), bash: executable(shell('bash')) },
    etc: { hosts: '127.0.0.1\tlocalhost\n', hostname: 'box\n' },
    root: {},
    tmp: {},
    ...extra,
  });
  const net = new NetNamespace(environment, 'box');
  return new Machine({ hostname: 'box', scheduler: new Scheduler(clock), random: environment.random, net, root });
}

const environmentOf = (env: Readonly<Record<string, string>>): Map<string, string> =>
  new Map(Object.entries({ PATH, HOME: '/root', TERM: 'xterm', ...env }));

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly status: number | string | undefined;
  /** How many processes there are at the end. */
  readonly processes: number;
}

/** Runs `sh -c script`, or the words given, without a terminal. */
export function run(
  dialect: Dialect,
  script: string,
  options: { words?: readonly string[]; stdin?: string; files?: Tree; seconds?: number } = {},
): Ran {
  const machine = testMachine(options.files ?? {});
  const name = dialect === 'ash' ? 'sh' : 'bash';
  const [stdin, out, err] = [createPipe(), createPipe(), createPipe()];
  const texts = [collect(machine, out.read), collect(machine, err.read)];
  const process = machine.run({
    path: `/bin/${name}`,
    argv: [name, ...(options.words ?? ['-c', script])],
    env: environmentOf({}),
    cwd: '/tmp',
    files: [
      [0, stdin.read],
      [1, out.write],
      [2, err.write],
    ],
  });
  machine.scheduler.spawn(
    (function* () {
      if (options.stdin) yield* stdin.write.write(new TextEncoder().encode(options.stdin));
      stdin.write.close();
    })(),
  );
  machine.scheduler.runUntil((options.seconds ?? 100) * SECOND);
  return {
    out: texts[0]?.() ?? '',
    err: texts[1]?.() ?? '',
    status: process.status?.signal ?? process.status?.status,
    processes: machine.processes().length,
  };
}

function collect(machine: Machine, end: { read(count: number): Task<Uint8Array> }): () => string {
  let text = '';
  machine.scheduler.spawn(
    (function* () {
      for (;;) {
        const data = yield* end.read(65_536);
        if (data.length === 0) return;
        text += new TextDecoder().decode(data);
      }
    })(),
  );
  return () => text;
}

/** A shell at a terminal of 80 columns; bash without line editing. */
export class TestTerminal {
  readonly #machine: Machine;
  readonly #tty = new Tty({ columns: 80, rows: 24 });
  readonly process: Process;
  #output = '';

  constructor(
    dialect: Dialect,
    { files = {}, env = {} }: { files?: Tree; env?: Readonly<Record<string, string>> } = {},
  ) {
    this.#machine = testMachine(files);
    this.#tty.onOutput((bytes) => {
      this.#output += new TextDecoder().decode(bytes);
    });
    const { slave } = this.#tty;
    this.process = this.#machine.run({
      path: dialect === 'ash' ? '/bin/sh' : '/bin/bash',
      argv: dialect === 'ash' ? ['sh'] : ['bash', '--norc', '--noediting'],
      env: environmentOf(dialect === 'bash' ? { PS1: '$ ', ...env } : { TERM: 'dumb', ...env }),
      cwd: '/',
      files: [
        [0, slave],
        [1, slave],
        [2, slave],
      ],
      terminal: this.#tty,
    });
    this.#run();
    this.#output = '';
  }

  /** Types a line and Enter; what the terminal shows until it stands at a prompt again or `seconds` have passed. */
  type(line: string, seconds = 10): string {
    return this.key(`${line}\n`, seconds).replace(`${line}\n`, '');
  }

  /** Sends bytes as they are. */
  key(keys: string, seconds = 10): string {
    this.#output = '';
    this.#tty.input(new TextEncoder().encode(keys));
    this.#run(seconds);
    return this.#output.replaceAll('\r\n', '\n').replaceAll('\x1b[6n', '').replaceAll('\x1b[J', '');
  }

  #run(seconds = 10): void {
    const { scheduler, clock } = this.#machine;
    const end = clock.now + seconds * SECOND;
    do scheduler.runUntil(clock.now + SECOND / 20);
    while (clock.now < end && !this.#tty.commandAwaited && this.process.status === undefined);
  }
}
