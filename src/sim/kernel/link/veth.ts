import type { LinkFlag, LinkInfo } from '../netlink.ts';
import { Cable } from './cable.ts';
import { NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { randomMac } from './mac-address.ts';

export interface VethEnd {
  readonly name: string;
  /** Random where left out, as the kernel does. */
  readonly mac?: string;
  readonly mtu?: number;
}

/** One end of a veth pair (drivers/net/veth.c). */
export class Veth extends NetDevice {
  #peer: Veth | undefined;
  readonly #cable: Cable;

  constructor(environment: NetEnvironment, end: VethEnd) {
    super(environment, { kind: 'veth', mac: end.mac ?? randomMac(environment.random), txQueueLength: 0, ...end });
    this.#cable = new Cable(environment);
  }

  get peer(): Veth | undefined {
    return this.#peer;
  }

  join(peer: Veth): void {
    this.#peer = peer;
  }

  get carrier(): boolean {
    return this.up && this.#peer?.up === true;
  }

  override get link(): number | undefined {
    return this.#peer?.index;
  }

  override get flags(): readonly LinkFlag[] {
    const peerDown = this.#peer?.up === false;
    const elsewhere = this.#peer !== undefined && this.#peer.owner !== this.owner;
    return [...super.flags, ...(peerDown || elsewhere ? (['M-DOWN'] as const) : [])];
  }

  override get operstate(): LinkInfo['operstate'] {
    if (this.up && this.#peer?.up === false) return 'LOWERLAYERDOWN';
    return super.operstate;
  }

  override setUp(up: boolean): void {
    super.setUp(up);
    this.#peer?.announceChange();
  }

  protected send(frame: Uint8Array): void {
    this.#cable.carry(() => this.#peer?.receive(frame));
  }

  override destroy(): void {
    const peer = this.#peer;
    this.#peer = undefined;
    if (peer) peer.#peer = undefined;
  }
}

/** Two devices, each of which receives what the other transmits; they belong to no namespace yet and are down. */
export function createVethPair(environment: NetEnvironment, first: VethEnd, second: VethEnd): [Veth, Veth] {
  const pair: [Veth, Veth] = [new Veth(environment, first), new Veth(environment, second)];
  pair[0].join(pair[1]);
  pair[1].join(pair[0]);
  return pair;
}
