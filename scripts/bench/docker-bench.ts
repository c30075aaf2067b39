import { emptyConfig, emptyHostConfig } from '../../src/sim/api/zero-config.ts';
import type { Engine } from '../../src/sim/engine/engine.ts';
import { Clock, SECOND } from '../../src/sim/kernel/clock.ts';
import type { NetNamespace } from '../../src/sim/kernel/inet/net-namespace.ts';
import { netfilterOf } from '../../src/sim/kernel/netfilter/netfilter.ts';
import { Random } from '../../src/sim/kernel/random.ts';
import { Scheduler } from '../../src/sim/kernel/scheduler.ts';
import type { Task } from '../../src/sim/kernel/task.ts';
import { TraceStream } from '../../src/sim/kernel/trace.ts';
import { DockerHost } from '../../src/sim/world/docker-host.ts';
import { Lan } from '../../src/sim/world/lan.ts';

/** A container that runs: its namespace and its address on its network. */
export interface RunningContainer {
  readonly net: NetNamespace;
  readonly address: string;
}

/** One Docker host with its engine, asked as the API's routes ask it: neither HTTP nor CLI lie between. Nobody listens to its trace. */
export class DockerBench {
  readonly scheduler = new Scheduler(new Clock(1_795_165_200 * SECOND));
  readonly host: DockerHost;

  constructor() {
    const seeds = new Random(1);
    const random = () => new Random(seeds.uint32());
    const parts = { scheduler: this.scheduler, trace: new TraceStream(), random };
    this.host = new DockerHost(parts, new Lan(parts), 'docker1', '192.168.65.3');
    this.pass(2);
  }

  get engine(): Engine {
    return this.host.engine;
  }

  pass(seconds: number): void {
    this.scheduler.runUntil(this.scheduler.clock.now + seconds * SECOND);
  }

  /** Runs `task` to its end; what it leaves to later is done once time passes. */
  call<T>(task: Task<T>): T {
    let result: { readonly value: T } | undefined;
    this.scheduler.spawn(
      (function* () {
        result = { value: yield* task };
      })(),
    );
    this.scheduler.runUntil(this.scheduler.clock.now);
    if (result === undefined) throw new Error('the call still waits');
    return result.value;
  }

  network(name: string, subnet: string, options: Readonly<Record<string, string>> = {}): void {
    const ipam = { Driver: 'default', Options: null, Config: [{ Subnet: subnet }] };
    this.call(this.engine.createNetwork({ Name: name, IPAM: ipam, Options: options }));
  }

  /** `docker run -d alpine sleep 1d`. */
  run(name: string, network: string): void {
    const config = { ...emptyConfig(), Image: 'alpine', Cmd: ['sleep', '1d'] };
    const hostConfig = { ...emptyHostConfig(), NetworkMode: network };
    const networkingConfig = { EndpointsConfig: {} };
    const { Id } = this.call(this.engine.containerCreate({ name, config, hostConfig, networkingConfig }));
    this.call(this.engine.containerStart(Id));
  }

  /** In the order in which they were started. */
  get containers(): RunningContainer[] {
    return this.engine.overview().containers.flatMap(({ namespace, endpoints }) => {
      const address = endpoints[0]?.address;
      return namespace && address ? [{ net: namespace, address }] : [];
    });
  }

  /** How many rules the host's firewall has. */
  get rules(): number {
    const { tables } = netfilterOf(this.host.machine.namespaces.net);
    const chains = Object.values(tables).flatMap((table) => table.chains);
    return chains.reduce((sum, chain) => sum + chain.rules.length, 0);
  }
}
