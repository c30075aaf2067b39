import { forgetFlows } from '../flow/flow.ts';
import { FlowTable, isPlainFrame } from '../flow/flow-table.ts';
import { arrive, setOut, trail } from '../flow/trail.ts';
import type { LinkInfo } from '../netlink.ts';
import { Cable } from './cable.ts';
import { ETHERNET_HEADER, NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { randomMac } from './mac-address.ts';

interface VethEnd {
  readonly name: string;
  /** Random where left out, as the kernel does. */
  readonly mac?: string;
  readonly mtu?: number;
}

/** One end of a veth pair (drivers/net/veth.c). */
export class Veth extends NetDevice {
  #peer: Veth | undefined;
  readonly #cable: Cable<Uint8Array>;
  readonly #flows = new FlowTable();

  constructor(environment: NetEnvironment, end: VethEnd) {
    super(environment, { kind: 'veth', mac: end.mac ?? randomMac(environment.random), txQueueLength: 0, ...end });
    this.#cable = new Cable(environment, (frame) => this.#peer?.arrive(frame));
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

  override get lower(): NetDevice | undefined {
    return this.#peer;
  }

  /** default_operstate(): a peer elsewhere is not seen. */
  override get operstate(): LinkInfo['operstate'] {
    const peer = this.#peer;
    if (this.up && peer?.up === false && peer.owner === this.owner) return 'LOWERLAYERDOWN';
    return super.operstate;
  }

  override setUp(up: boolean): void {
    super.setUp(up);
    this.#peer?.announceChange();
  }

  /** veth_xmit(): the peer's MTU says what may cross, and a frame that may not is not counted as sent. */
  override transmit(frame: Uint8Array): void {
    if (this.#peer?.up && !this.#peer.fits(frame)) this.drop(frame, 'too-long');
    else super.transmit(frame);
  }

  protected send(frame: Uint8Array): void {
    trail?.leave(this.#cable);
    this.#cable.carry(frame);
  }

  /** Takes in what the peer sent, from a timer: here the ways of what comes in begin. */
  arrive(frame: Uint8Array): void {
    if (this.#flows.takeArriving(frame)) return;
    const [table, { environment }] = [this.#flows, this];
    const learning =
      isPlainFrame(frame) && setOut({ table, environment, bytes: frame, at: ETHERNET_HEADER, origin: frame });
    this.receive(frame);
    if (learning) arrive();
  }

  /** One end does not outlive the other. */
  override destroy(): void {
    const peer = this.#peer;
    this.#peer = undefined;
    forgetFlows();
    if (peer) {
      peer.#peer = undefined;
      peer.owner?.remove(peer);
    }
  }
}

/** Two devices, each of which receives what the other transmits; they belong to no namespace yet and are down. */
export function createVethPair(environment: NetEnvironment, first: VethEnd, second: VethEnd): [Veth, Veth] {
  const pair: [Veth, Veth] = [new Veth(environment, first), new Veth(environment, second)];
  pair[0].join(pair[1]);
  pair[1].join(pair[0]);
  return pair;
}
