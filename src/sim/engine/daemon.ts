import type { NetNamespace } from '../kernel/inet/net-namespace.ts';
import type { Machine } from '../kernel/machine.ts';
import type { Containers } from './container/containers.ts';
import type { Execs } from './container/execs.ts';
import type { LinkIndex } from './container/link-index.ts';
import type { Events } from './events.ts';
import type { Images } from './image/images.ts';
import type { NameIndex } from './names/name-index.ts';
import type { Controller } from './network/controller.ts';
import type { Cluster } from './swarm/cluster.ts';
import type { Timestamps } from './time.ts';
import type { Volumes } from './volume/volumes.ts';

/** The parts of one engine that its verbs work on. */
export interface Daemon {
  readonly machine: Machine;
  readonly timestamps: Timestamps;
  readonly events: Events;
  readonly names: NameIndex;
  readonly containers: Containers;
  readonly links: LinkIndex;
  readonly execs: Execs;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly controller: Controller;
  readonly cluster: Cluster;
  /** An empty network namespace for the container of that id. */
  newNetNamespace(containerId: string): NetNamespace;
}
