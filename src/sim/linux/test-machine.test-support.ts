import { Clock, SECOND } from '../kernel/clock.ts';
import { isErrno } from '../kernel/errno.ts';
import type { OpenFile } from '../kernel/file.ts';
import type { Directory } from '../kernel/fs/inode.ts';
import { MountTable } from '../kernel/fs/mount-table.ts';
import { resolvePath } from '../kernel/fs/path.ts';
import { NetNamespace } from '../kernel/inet/net-namespace.ts';
import { Bridge } from '../kernel/link/bridge.ts';
import { createVethPair } from '../kernel/link/veth.ts';
import { Machine } from '../kernel/machine.ts';
import { type Namespaces, PidNamespace } from '../kernel/namespaces.ts';
import { createPipe } from '../kernel/pipe.ts';
import type { Process } from '../kernel/process.ts';
import { Random } from '../kernel/random.ts';
import { Scheduler } from '../kernel/scheduler.ts';
import type { Signal } from '../kernel/syscalls.ts';

/** What a program wrote, and how it ended; `status` is undefined while it runs. */
export interface Run {
  readonly out: string;
  readonly err: string;
  readonly status: number | undefined;
}

export interface RunSettings {
  /** All that comes at the standard input. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Virtual seconds to run for. */
  readonly seconds?: number;
  /** A signal to send, after so many seconds. */
  readonly signal?: { readonly name: Signal; readonly after: number };
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const EPOCH = 1_795_165_200 * SECOND;

/** All that Docker leaves a container by default of what the kernel here asks for: no CAP_NET_ADMIN, no CAP_SYS_ADMIN. */
/** What a container may only look at. */
const READ_ONLY = ['/proc/sys', '/sys'];

const CONTAINER_CAPABILITIES = new Set([
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_KILL',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
]);

/** A root and its namespaces on the test machine: run a program in it. */
export class Place {
  readonly namespaces: Namespaces;
  readonly #machine: Machine;
  readonly #capabilities: ReadonlySet<string> | undefined;

  constructor(machine: Machine, namespaces: Namespaces, capabilities?: ReadonlySet<string>) {
    this.#machine = machine;
    this.namespaces = namespaces;
    this.#capabilities = capabilities;
  }

  /** The words are split at blanks, unless they are given one by one. */
  run(command: string | readonly string[], settings: RunSettings = {}): Run {
    const argv = typeof command === 'string' ? command.split(' ') : command;
    const [input, out, err] = [createPipe(), createPipe(), createPipe()];
    const texts = [collect(this.#machine, out.read), collect(this.#machine, err.read)];
    const process = this.#machine.run({
      path: this.#find(argv[0] as string),
      argv,
      env: new Map(Object.entries({ PATH, HOME: '/root', ...settings.env })),
      cwd: settings.cwd ?? '/',
      namespaces: this.namespaces,
      files: [
        [0, input.read],
        [1, out.write],
        [2, err.write],
      ],
      ...(this.#capabilities && { capabilities: this.#capabilities }),
    });
    this.#feed(input.write, settings.input ?? '');
    this.#wait(process, settings);
    const [written, complained] = texts.map((text) => text());
    return { out: written ?? '', err: complained ?? '', status: statusOf(process) };
  }

  /** Starts a command in a tenth of a second, beside others; nobody reads what it writes. */
  startSoon(command: string): void {
    const argv = command.split(' ');
    const files = [0, 1, 2].map((fd) => [fd, createPipe()[fd === 0 ? 'read' : 'write']] as const);
    const { namespaces } = this;
    const program = { path: this.#find(argv[0] as string), argv, env: new Map([['PATH', PATH]]), cwd: '/' };
    this.#machine.clock.after(SECOND / 10, () => this.#machine.run({ ...program, namespaces, files }));
  }

  #find(name: string): string {
    if (name.includes('/')) return name;
    const places = PATH.split(':').map((directory) => `${directory}/${name}`);
    return places.find((path) => this.has(path)) ?? name;
  }

  /** Is there anything at this absolute path? */
  has(path: string): boolean {
    try {
      return resolvePath(this.namespaces.root, '/', path, { pid: 0 }).inode !== undefined;
    } catch {
      return false;
    }
  }

  #feed(end: OpenFile, text: string): void {
    this.#machine.scheduler.spawn(
      (function* () {
        if (text !== '') yield* end.write(new TextEncoder().encode(text));
        end.close();
      })(),
      // Not every program reads all of its input.
      (error) => {
        if (error !== undefined && !isErrno(error, 'EPIPE')) throw error;
      },
    );
  }

  #wait(process: Process, { seconds = 60, signal }: RunSettings): void {
    const { scheduler, clock } = this.#machine;
    const end = clock.now + seconds * SECOND;
    if (signal !== undefined) clock.after(signal.after * SECOND, () => process.kill(signal.name));
    while (process.status === undefined && clock.now < end) scheduler.runUntil(Math.min(end, clock.now + SECOND / 10));
    scheduler.runUntil(clock.now);
  }
}

const statusOf = ({ status }: Process): number | undefined =>
  status && (status.signal === undefined ? status.status : undefined);

function collect(machine: Machine, end: OpenFile): () => string {
  const decoder = new TextDecoder();
  let text = '';
  machine.scheduler.spawn(
    (function* () {
      for (;;) {
        const chunk = yield* end.read(65_536);
        if (chunk.length === 0) return;
        text += decoder.decode(chunk, { stream: true });
      }
    })(),
  );
  return () => text;
}

/** A machine with a bridge `docker0` at 172.17.0.1/16, as dockerd leaves it, and containers at it. Nothing of it is product. */
export class TestMachine {
  readonly machine: Machine;
  readonly host: Place;
  readonly #environment: ConstructorParameters<typeof NetNamespace>[0];
  readonly #bridge: Bridge;
  #containers = 0;

  constructor(root: Directory) {
    const clock = new Clock(EPOCH);
    const random = new Random(7);
    this.#environment = { machine: 'docker1', clock, random, trace: { active: false, emit: () => undefined } };
    const net = this.#net('host');
    this.#bridge = new Bridge(this.#environment, { name: 'docker0', mac: '02:42:00:00:00:01' });
    net.addDevice(this.#bridge);
    net.configuration.addAddress('docker0', '172.17.0.1', 16, { broadcast: '172.17.255.255' });
    net.configuration.setLink('docker0', { up: true });
    this.machine = new Machine({ hostname: 'docker1', scheduler: new Scheduler(clock), random, net, root });
    this.host = new Place(this.machine, this.machine.namespaces);
  }

  /** A container with this root: addresses 172.17.0.2, .3 … and a default route, or with `loopback` only lo. */
  container(
    root: Directory,
    options: { hostname?: string; loopback?: boolean; capabilities?: readonly string[] } = {},
  ): Place {
    const number = this.#containers++;
    const net = this.#net(`container${number}`);
    if (!options.loopback) this.#join(net, number);
    const namespaces = {
      net,
      uts: { hostname: options.hostname ?? 'box', domainname: '(none)' },
      pid: new PidNamespace(this.machine.namespaces.pid),
      root,
      mounts: new MountTable(() => READ_ONLY.map((target) => ({ source: 'x', target, type: 'x', options: 'ro' }))),
    };
    this.machine.mount(namespaces);
    return new Place(this.machine, namespaces, new Set([...CONTAINER_CAPABILITIES, ...(options.capabilities ?? [])]));
  }

  #net(name: string): NetNamespace {
    const net = new NetNamespace(this.#environment, name);
    net.configuration.setLink('lo', { up: true });
    return net;
  }

  #join(net: NetNamespace, number: number): void {
    const { net: host } = this.machine.namespaces;
    const [outside, inside] = createVethPair(this.#environment, { name: `veth${number}` }, { name: 'eth0' });
    host.addDevice(outside);
    net.addDevice(inside);
    this.#bridge.addPort(outside);
    host.configuration.setLink(`veth${number}`, { up: true });
    net.configuration.addAddress('eth0', `172.17.0.${number + 2}`, 16, { broadcast: '172.17.255.255' });
    net.configuration.setLink('eth0', { up: true });
    net.configuration.addRoute({ destination: '0.0.0.0', prefix: 0, gateway: '172.17.0.1' });
  }
}
