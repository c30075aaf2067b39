import type { Random } from '../../kernel/random.ts';
import type { AddressSpace } from '../ipam/address-space.ts';
import type { Instant, Timestamps } from '../time.ts';
import type { ClusterNetwork } from './cluster-network.ts';
import { newDigest, newId, newSecret, newUnlockKey } from './identity.ts';
import type { SwarmSpec } from './spec.ts';

export type Availability = 'active' | 'pause' | 'drain';

export interface SwarmOptions {
  /** How other nodes reach this one, and its manager's port. */
  readonly address: string;
  readonly port: string;
  /** The UDP port of tunnels. */
  readonly dataPathPort: number;
  readonly defaultPools: readonly string[] | null;
  readonly subnetSize: number;
  readonly space: AddressSpace;
  readonly spec: SwarmSpec;
  readonly availability: Availability;
}

/** The first tunnel's id (swarmkit/manager/allocator). */
const FIRST_VXLAN_ID = 4096;

/** A swarm of one machine, its manager: what swarmkit's raft store would hold. */
export class Swarm {
  readonly id: string;
  readonly nodeId: string;
  readonly options: SwarmOptions;
  /** This engine's name among those that speak of networks (libnetwork/networkdb). */
  readonly peerName: string;
  readonly created: Instant;
  readonly networks: ClusterNetwork[] = [];
  readonly tokens: Record<'worker' | 'manager', string>;
  spec: SwarmSpec;
  unlockKey: string;
  updated: Instant;
  version = 10;
  /** Are changes of its networks told? Not before it is set up. */
  watched = false;
  readonly node: {
    availability: Availability;
    labels: Record<string, string>;
    version: number;
    updated: Instant;
  };
  readonly #random: Random;
  readonly #timestamps: Timestamps;
  readonly #digest: string;
  #lastVersion = 10;
  #nextVxlanId = FIRST_VXLAN_ID;

  constructor(random: Random, timestamps: Timestamps, options: SwarmOptions) {
    this.#random = random;
    this.#timestamps = timestamps;
    this.options = options;
    this.id = newId(random);
    this.nodeId = newId(random);
    this.#digest = newDigest(random);
    this.peerName = random.hex(12);
    this.tokens = { worker: this.#newToken(), manager: this.#newToken() };
    this.unlockKey = newUnlockKey(random);
    this.spec = options.spec;
    this.created = timestamps.next();
    this.updated = timestamps.next();
    this.node = { availability: options.availability, labels: {}, version: 9, updated: this.updated };
  }

  get managerAddress(): string {
    return `${this.options.address}:${this.options.port}`;
  }

  newId(): string {
    return newId(this.#random);
  }

  newVxlanId(): number {
    return this.#nextVxlanId++;
  }

  #newToken(): string {
    return `SWMTKN-1-${this.#digest}-${newSecret(this.#random)}`;
  }

  rotate(what: 'worker' | 'manager' | 'unlock'): void {
    if (what === 'unlock') this.unlockKey = newUnlockKey(this.#random);
    else this.tokens[what] = this.#newToken();
  }

  /** Notes that the swarm's settings, or the node's, are others now. */
  touch(thing: Swarm | Swarm['node']): void {
    this.#lastVersion++;
    thing.version = this.#lastVersion;
    thing.updated = this.#timestamps.next();
  }
}
