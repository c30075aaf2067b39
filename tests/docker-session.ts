import { docker } from '../src/sim/docker/docker.ts';
import { TestEngine } from '../src/sim/engine/test-engine.test-support.ts';
import { executable, makeDirectories } from '../src/sim/kernel/fs/tree.ts';
import type { Process } from '../src/sim/kernel/process.ts';
import { Tty } from '../src/sim/kernel/tty.ts';
import { Attachments } from '../src/sim/world/attachments.ts';
import { dockerd } from '../src/sim/world/dockerd.ts';

const COLUMNS = 80;

export interface Shown {
  /** What the terminal showed, with plain newlines. */
  readonly output: string;
  /** Undefined while it runs. */
  readonly status: number | undefined;
}

/** A docker command that was started in a terminal of its own. */
export class DockerRun {
  readonly #engine: TestEngine;
  readonly #tty = new Tty({ columns: COLUMNS, rows: 24 });
  readonly #process: Process;
  #output = '';

  constructor(engine: TestEngine, argv: readonly string[]) {
    this.#engine = engine;
    const decoder = new TextDecoder();
    this.#tty.onOutput((bytes) => {
      this.#output += decoder.decode(bytes, { stream: true });
    });
    const file = this.#tty.slave;
    this.#process = engine.machine.run({
      path: '/bin/docker',
      argv,
      env: new Map([['HOME', '/root']]),
      cwd: '/root',
      files: [
        [0, file],
        [1, file],
        [2, file],
      ],
      terminal: this.#tty,
    });
  }

  /** What is shown once `seconds` more have passed. */
  after(seconds: number): Shown {
    this.#engine.pass(seconds);
    return { output: this.#output.replaceAll('\r\n', '\n'), status: this.#process.status?.status };
  }

  /** Types, and gives what is shown `seconds` later. */
  type(text: string, seconds = 0.5): Shown {
    this.#tty.input(new TextEncoder().encode(text));
    return this.after(seconds);
  }
}

/** A machine with an engine that is asked by the docker command, over the API's socket. */
export class DockerSession {
  readonly engine = new TestEngine();

  constructor() {
    const { machine, engine } = this.engine;
    const { root } = machine.namespaces;
    makeDirectories(root, '/var/run');
    const bin = makeDirectories(root, '/bin');
    bin.link('docker', executable(docker)());
    bin.link('dockerd', executable(dockerd(engine, new Attachments()))());
    machine.run({ path: '/bin/dockerd', argv: ['dockerd'], env: new Map(), cwd: '/', files: [] });
    this.engine.pass(0.1);
  }

  start(...args: string[]): DockerRun {
    return new DockerRun(this.engine, ['docker', ...args]);
  }

  /** Runs another program on the machine, for a second at most. */
  execute(program: ReturnType<typeof executable>): void {
    makeDirectories(this.engine.machine.namespaces.root, '/bin').link('program', program());
    this.engine.machine.run({ path: '/bin/program', argv: ['program'], env: new Map(), cwd: '/', files: [] });
    this.engine.pass(1);
  }

  /** Runs it to its end, at most a minute. */
  run(...args: string[]): Shown {
    return this.start(...args).after(60);
  }
}
