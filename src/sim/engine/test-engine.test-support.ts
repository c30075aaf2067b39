import { emptyHostConfig } from '../api/zero-config.ts';
import { Clock, SECOND } from '../kernel/clock.ts';
import { isErrno } from '../kernel/errno.ts';
import { executable, file, makeTree } from '../kernel/fs/tree.ts';
import { NetNamespace } from '../kernel/inet/net-namespace.ts';
import { Machine } from '../kernel/machine.ts';
import { Random } from '../kernel/random.ts';
import { Scheduler } from '../kernel/scheduler.ts';
import type { Program } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { type Trace, TraceStream } from '../kernel/trace.ts';
import type { ContainerConfig, HostConfig } from './container/config.ts';
import { Engine } from './engine.ts';
import { type Filters, NO_FILTERS } from './filters.ts';
import type { Image } from './image/image.ts';

const EPOCH = 1_795_165_200 * SECOND;
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Programs of the test image: what a container can do without a shell. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  *true() {
    yield* [];
    return 0;
  },
  *exit(sys) {
    yield* [];
    return Number(sys.argv[1]);
  },
  *sleep(sys) {
    for (;;) yield* sys.sleep(SECOND);
  },
  /** Ends at SIGTERM, as a well-kept service. */
  *service(sys) {
    let asked = false;
    sys.signal('SIGTERM', () => {
      asked = true;
    });
    try {
      for (;;) yield* sys.sleep(SECOND);
    } catch (error) {
      if (!asked) throw error;
      return 0;
    }
  },
  *echo(sys) {
    yield* sys.write(1, `${sys.argv.slice(1).join(' ')}\n`);
    return 0;
  },
  *cat(sys) {
    for (;;) {
      const data = yield* sys.read(0);
      if (data.length === 0) return 0;
      yield* sys.write(1, data);
    }
  },
  /** Starts another process; 11 (EAGAIN) where it cannot. */
  *spawn(sys) {
    yield* [];
    try {
      sys.spawn('/bin/true', ['true']);
      return 0;
    } catch (error) {
      if (isErrno(error, 'EAGAIN')) return 11;
      throw error;
    }
  },
  *env(sys) {
    for (const [name, value] of sys.env) yield* sys.write(1, `${name}=${value}\n`);
    return 0;
  },
};

function testImage(): Image {
  const programs = Object.fromEntries(Object.entries(PROGRAMS).map(([name, program]) => [name, executable(program)]));
  return {
    id: `sha256:${'ab'.repeat(32)}`,
    tags: ['alpine:latest'],
    created: '2026-11-16T09:12:41.232240434Z',
    size: 2_028_024,
    config: {
      Cmd: ['sleep'],
      Entrypoint: null,
      Env: [PATH],
      Labels: null,
      OnBuild: null,
      User: '',
      Volumes: null,
      WorkingDir: '',
    },
    layers: [`sha256:${'cd'.repeat(32)}`],
    layerId: 'ef'.repeat(32),
    createRoot: () =>
      makeTree({
        bin: programs,
        etc: { passwd: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' },
        data: { seed: 'from the image' },
        script: file('not executable', 0o644),
        tmp: {},
      }),
  };
}

export { NO_FILTERS };

export const filters = (fields: Readonly<Record<string, readonly string[]>>): Filters => ({
  keys: () => Object.keys(fields),
  has: (key) => key in fields,
  get: (key) => fields[key] ?? [],
  exactMatch: (key, source) => !(key in fields) || (fields[key] ?? []).includes(source),
  matchLabels: (key, labels) =>
    (fields[key] ?? []).every((wanted) => {
      const [name = '', value] = wanted.split('=');
      return labels?.[name] !== undefined && (value === undefined || labels[name] === value);
    }),
});

const CONFIG: ContainerConfig = {
  Hostname: '',
  Domainname: '',
  User: '',
  AttachStdin: false,
  AttachStdout: false,
  AttachStderr: false,
  Tty: false,
  OpenStdin: false,
  StdinOnce: false,
  Env: null,
  Cmd: null,
  Image: 'alpine',
  Volumes: null,
  WorkingDir: '',
  Entrypoint: null,
  OnBuild: null,
  Labels: null,
};

const HOST_CONFIG = { ...emptyHostConfig(), NetworkMode: 'default' } as HostConfig;

export interface ContainerSettings {
  readonly name?: string;
  readonly command?: readonly string[];
  readonly config?: Partial<ContainerConfig>;
  readonly host?: Partial<HostConfig>;
  readonly networks?: Record<string, object>;
}

/** An engine on a machine of its own, whose time moves only when a test says so. */
export class TestEngine {
  readonly machine: Machine;
  readonly engine: Engine;

  constructor(seed = 1, trace: Trace = new TraceStream()) {
    const scheduler = new Scheduler(new Clock(EPOCH));
    const random = new Random(seed);
    const environment = { machine: 'docker1', clock: scheduler.clock, random, trace };
    const net = new NetNamespace(environment, 'docker1');
    const root = makeTree({
      etc: {
        hosts: '127.0.0.1\tlocalhost\n127.0.1.1\tdocker1\n',
        'resolv.conf': 'nameserver 192.168.65.1\n',
      },
      root: {},
      usr: { sbin: { 'docker-proxy': executable(PROGRAMS.sleep as Program) } },
    });
    this.machine = new Machine({ hostname: 'docker1', scheduler, random, net, root });
    this.engine = new Engine({ machine: this.machine, images: [testImage()] });
    this.engine.start();
  }

  /** Runs a call, with at most so many seconds for it and what it sets off. Throws what it throws. */
  call<T>(task: Task<T>, seconds = 0.01): T {
    let result: { value: T } | { error: unknown } | undefined;
    const wrapped = (function* () {
      result = { value: yield* task };
    })();
    this.machine.scheduler.spawn(wrapped, (error) => {
      if (error !== undefined) result = { error };
    });
    this.pass(seconds);
    if (result === undefined) throw new Error('the call still waits');
    if ('error' in result) throw result.error;
    return result.value;
  }

  /** Lets seconds pass. */
  pass(seconds: number): void {
    this.machine.scheduler.runUntil(this.machine.clock.now + seconds * SECOND);
  }

  create({ name = '', command, config = {}, host = {}, networks = {} }: ContainerSettings): string {
    const created = this.engine.containerCreate({
      name,
      config: { ...CONFIG, ...(command && { Cmd: [...command] }), ...config },
      hostConfig: { ...HOST_CONFIG, ...host },
      networkingConfig: { EndpointsConfig: networks },
    });
    return this.call(created).Id;
  }

  /** `docker run -d`. */
  run(settings: ContainerSettings): string {
    const id = this.create(settings);
    this.call(this.engine.containerStart(id));
    return id;
  }

  inspect(name: string) {
    return this.engine.containerInspect(name);
  }

  address(name: string, network = 'bridge'): string | undefined {
    return this.inspect(name).NetworkSettings.Networks[network]?.IPAddress;
  }

  names(all = true): string[] {
    const list = this.engine.containers({ all, limit: 0, filters: NO_FILTERS });
    return list.map(({ Names }) => Names[0] ?? '');
  }

  /** What a container has written up to now. */
  logs(name: string): string {
    const options = { follow: false, stdout: true, stderr: true, since: '', until: '', tail: 'all' };
    const { messages } = this.engine.containerLogs(name, options);
    let text = '';
    for (;;) {
      const message = this.call(messages.next());
      if (message === undefined) return text;
      text += new TextDecoder().decode(message.line);
    }
  }

  /** All that has happened, as `type action name`. */
  events(): string[] {
    const past = this.engine.subscribeToEvents({ since: '1', until: '', filters: NO_FILTERS });
    const seen: string[] = [];
    this.machine.scheduler.spawn(
      (function* () {
        for (;;) {
          const event = yield* past.next();
          if (event === undefined) return;
          seen.push(`${event.Type} ${event.Action} ${event.Actor.Attributes.name ?? event.Actor.ID}`);
        }
      })(),
    );
    this.pass(0.001);
    past.close();
    return seen;
  }
}

/** The message that `call` fails with. */
export function failure(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it did not fail');
}
