import { forgetFlows } from '../flow/flow.ts';
import { trail } from '../flow/trail.ts';
import type { LinkFlag, LinkInfo, LinkStatistics } from '../netlink.ts';
import type { TraceDetail } from '../trace.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import type { NetEnvironment } from './environment.ts';
import { macNumber } from './mac-address.ts';
import type { StackedDevice } from './stacked-device.ts';
import { untagged, vlanOf } from './vlan-tag.ts';

export const ETHERNET_HEADER = 14;
/** is_skb_forwardable() leaves room for a tag. */
const VLAN_HEADER = 4;

/**
 * Decides whether a frame may pass from one port of a bridge to another, and may change it: br_netfilter's place.
 * Undefined drops it.
 */
export type BridgeFilter = (
  frame: Uint8Array,
  from: NetDevice,
  to: NetDevice,
  bridge: NetDevice,
) => Uint8Array | undefined;

/** Where a device is at home: its network namespace, as the link layer sees it. */
export interface DeviceOwner {
  readonly name: string;
  /** See the frames of all its devices (ptype_all). */
  readonly taps?: ReadonlySet<Tap> | undefined;
  /** Asked for each frame that crosses one of its bridges from port to port, where set. */
  readonly bridgeFilter?: BridgeFilter | undefined;
  /** What a bridge hears of a frame that only passes it: whole, and as PREROUTING leaves it; undefined where it is dropped there. */
  readonly bridgeOverhear?:
    | ((frame: Uint8Array, from: NetDevice, bridge: NetDevice) => Uint8Array | undefined)
    | undefined;
  /** A frame came up through `device`; called from a timer of the clock, never from within a send. */
  input(device: NetDevice, frame: Uint8Array): void;
  /** Administrative state, carrier, address or MTU of `device` have changed. */
  changed(device: NetDevice): void;
  /** Has `device` this address? */
  holds?(device: NetDevice, address: IpAddress): boolean;
  /** Routes and sends an IP packet as if it were made here. */
  routeOut?(packet: Uint8Array): void;
  /** `device` is no more: the other end of its pair was deleted. */
  remove(device: NetDevice): void;
}

/** What sees a device's frames before the namespace does: a bridge, macvlans or ipvlans (`rx_handler` of struct net_device). */
export interface FrameHandler {
  /** The name of the bridge that the device is a port of. */
  readonly master?: string;
  /** Takes the frame, or with false leaves it to the namespace (RX_HANDLER_PASS). */
  handle(frame: Uint8Array): boolean;
  /** The device that gets what comes in for `destination`, an IPv4 address, once it has passed INPUT (l3mdev). */
  localReceiver?(destination: number): NetDevice | undefined;
  /** The device's carrier or administrative state has changed. */
  portChanged(): void;
  /** The device leaves its namespace. */
  release(): void;
}

/** Sees all frames of a device, as a packet socket does; must not change them. */
export type Tap = (direction: 'tx' | 'rx', frame: Uint8Array, device: NetDevice) => void;

const emptyStatistics = (): LinkStatistics => ({
  rxPackets: 0,
  rxBytes: 0,
  rxErrors: 0,
  rxDropped: 0,
  txPackets: 0,
  txBytes: 0,
  txErrors: 0,
  txDropped: 0,
});

/** Most devices have none, and share these. */
const NONE_SWITCHED: ReadonlyMap<LinkFlag, boolean> = new Map();
const NO_VLANS: ReadonlyMap<number, StackedDevice> = new Map();

interface DeviceState {
  readonly up: boolean;
  readonly carrier: boolean;
  readonly mac: string;
}

interface DeviceOptions {
  readonly name: string;
  readonly kind: LinkInfo['kind'];
  readonly mac: string;
  readonly mtu?: number;
  readonly txQueueLength?: number;
}

/** A network device (struct net_device). Frames are Ethernet II without checksum, and are never changed once sent. */
export abstract class NetDevice {
  name: string;
  /** Given by the namespace; 0 outside of any. */
  index = 0;
  readonly kind: LinkInfo['kind'];
  /** Bytes of payload in a frame. */
  mtu: number;
  txQueueLength: number;
  /** A text that `ip link` shows. */
  alias: string | undefined;
  readonly statistics = emptyStatistics();
  #taps: Set<Tap> | undefined;
  /** How many want it to take frames for others, too. */
  promiscuity = 0;
  /** IFF_PROMISC, IFF_ALLMULTI …: flags that were switched by hand, against what the kind has. */
  #switched: ReadonlyMap<LinkFlag, boolean> = NONE_SWITCHED;
  owner: DeviceOwner | undefined;
  /** How its owner has last seen it: what has changed since. */
  seen: DeviceState | undefined;
  #handler: FrameHandler | undefined;
  /** Sub-interfaces by VLAN; before the handler, they take frames with their tag. */
  vlans: ReadonlyMap<number, StackedDevice> = NO_VLANS;
  protected readonly environment: NetEnvironment;
  #mac = '';
  #macNumber = 0;
  #up = false;
  #opened = false;

  constructor(environment: NetEnvironment, options: DeviceOptions) {
    this.environment = environment;
    this.name = options.name;
    this.kind = options.kind;
    this.mtu = options.mtu ?? 1500;
    this.txQueueLength = options.txQueueLength ?? 1000;
    this.#setMac(options.mac);
  }

  /** The bridge that this device is a port of, or the macvlans or ipvlans that are stacked on it. */
  get handler(): FrameHandler | undefined {
    return this.#handler;
  }

  set handler(handler: FrameHandler | undefined) {
    this.#handler = handler;
    forgetFlows();
  }

  /** Tells devices apart that have one MAC in common; 0 where the MAC does (dev_id). */
  get deviceId(): number {
    return 0;
  }

  /** Who asks for them changes them. */
  get taps(): Set<Tap> {
    forgetFlows();
    this.#taps ??= new Set();
    return this.#taps;
  }

  get mac(): string {
    return this.#mac;
  }

  /** The MAC as `macAt` reads it from a frame. */
  get macNumber(): number {
    return this.#macNumber;
  }

  set mac(mac: string) {
    this.#setMac(mac);
    this.owner?.changed(this);
    this.handler?.portChanged();
  }

  #setMac(mac: string): void {
    this.#mac = mac.toLowerCase();
    this.#macNumber = macNumber(this.#mac);
    forgetFlows();
  }

  /** IFF_UP: what `ip link set up` sets. */
  get up(): boolean {
    return this.#up;
  }

  setUp(up: boolean): void {
    if (up === this.#up) return;
    this.#up = up;
    this.#opened ||= up;
    this.announceChange();
  }

  /** Is something at the other end? */
  abstract get carrier(): boolean;

  /** What this device is stacked on or paired with. */
  get lower(): NetDevice | undefined {
    return undefined;
  }

  /** Does it know its neighbours by ARP, or has it none? */
  get hasNeighbours(): boolean {
    return !this.#ownFlags.some((flag) => flag === 'NOARP' || flag === 'LOOPBACK');
  }

  /** In the order in which `ip link` writes them. */
  get flags(): readonly LinkFlag[] {
    if (!this.#up) return this.#ownFlags;
    const flags: LinkFlag[] = this.running ? [] : ['NO-CARRIER'];
    flags.push(...this.#ownFlags, 'UP');
    if (this.carrier) flags.push('LOWER_UP');
    if (this.running) flags.push('RUNNING');
    return flags;
  }

  get #ownFlags(): readonly LinkFlag[] {
    if (this.#switched.size === 0) return this.kindFlags;
    const kept = this.kindFlags.filter((flag) => this.#switched.get(flag) !== false);
    const added = [...this.#switched].filter(([flag, on]) => on && !kept.includes(flag)).map(([flag]) => flag);
    return [...kept, ...added];
  }

  /** Switches one of the flags that its kind has, or has not. */
  setFlag(flag: 'MULTICAST' | 'NOARP', on: boolean): void {
    this.#switched = new Map([...this.#switched, [flag, on]]);
  }

  /** IFF_PROMISC, which counts once however often it is set. */
  setPromiscuous(on: boolean): void {
    if (on === (this.#switched.get('PROMISC') ?? false)) return;
    this.#switched = new Map([...this.#switched, ['PROMISC', on]]);
    this.promiscuity += on ? 1 : -1;
  }

  protected get kindFlags(): readonly LinkFlag[] {
    return ['BROADCAST', 'MULTICAST'];
  }

  /** Is it operational, as far as has been reported? Asked of devices that are up. */
  protected get running(): boolean {
    return this.carrier;
  }

  /** IF_OPER_* of RFC 2863. */
  get operstate(): LinkInfo['operstate'] {
    return this.#up && this.running ? 'UP' : 'DOWN';
  }

  /** The queueing discipline: none before the device was up for the first time. */
  get qdisc(): string {
    return this.#opened ? this.defaultQdisc : 'noop';
  }

  protected get defaultQdisc(): string {
    return 'noqueue';
  }

  /** is_skb_forwardable(): may a frame of this length pass here? Otherwise it is dropped by who would forward it. */
  fits(frame: Uint8Array): boolean {
    const most = this.mtu + ETHERNET_HEADER + VLAN_HEADER;
    trail?.limit(most);
    return this.#up && frame.length <= most;
  }

  /** Counts and reports a frame that is not sent. */
  protected drop(frame: Uint8Array, reason: 'down' | 'no-carrier' | 'too-long'): void {
    this.statistics.txDropped++;
    this.trace(() => ({ kind: 'device-drop', frame, reason }));
  }

  /** Sends `frame` out of the device. It is dropped, and counted so, where the device is down or has no carrier. */
  transmit(frame: Uint8Array): void {
    if (!this.#up || !this.carrier) {
      this.drop(frame, this.#up ? 'no-carrier' : 'down');
      return;
    }
    this.count('tx', frame.length);
    this.observe('tx', frame);
    this.send(frame);
  }

  /** What the kind of device does with an outgoing frame; `transmit` has counted it. */
  protected abstract send(frame: Uint8Array): void;

  /** Takes a frame in from the wire: to the taps, then to the handler or the namespace. */
  receive(frame: Uint8Array): void {
    if (!this.#up) {
      this.statistics.rxDropped++;
      return;
    }
    this.count('rx', frame.length);
    this.observe('rx', frame);
    const vlan = this.vlans.size > 0 ? this.vlans.get(vlanOf(frame) ?? 0) : undefined;
    if (vlan) vlan.receive(untagged(frame));
    else if (!this.handler?.handle(frame)) this.owner?.input(this, frame);
  }

  protected count(direction: 'tx' | 'rx', length: number): void {
    trail?.device(this.kind, this.statistics, direction === 'tx', length);
    if (direction === 'tx') {
      this.statistics.txPackets++;
      this.statistics.txBytes += length;
    } else {
      this.statistics.rxPackets++;
      this.statistics.rxBytes += length;
    }
  }

  /** Shows a frame to the taps and the trace. */
  protected observe(direction: 'tx' | 'rx', frame: Uint8Array): void {
    if (this.environment.trace.active) this.trace(() => ({ kind: `device-${direction}`, frame }));
    this.show(direction, frame);
  }

  /** Does anybody listen to the device, or capture everything? */
  protected get heard(): boolean {
    if (this.#taps !== undefined && this.#taps.size > 0) return true;
    const all = this.owner?.taps;
    if (all !== undefined && all.size > 0) return true;
    const { captures } = this.environment.trace;
    return captures !== undefined && captures.size > 0;
  }

  /** Shows a frame to those who listen to the device, and to those who capture everything. */
  protected show(direction: 'tx' | 'rx', frame: Uint8Array): void {
    if (!this.heard) return;
    trail?.lose();
    for (const tap of this.#taps ?? []) tap(direction, frame, this);
    for (const tap of this.owner?.taps ?? []) tap(direction, frame, this);
    this.capture(direction, frame);
  }

  protected capture(direction: 'tx' | 'rx', frame: Uint8Array): void {
    const { trace, clock, machine } = this.environment;
    if (trace.captures === undefined) return;
    const place = { time: clock.realtime, machine, namespace: this.owner?.name ?? '', device: this.name };
    for (const listener of trace.captures) listener(place, direction, frame);
  }

  /** A packet that came in here has passed PREROUTING, whole and as it now is: bridges show it only then. */
  prerouted(_packet: { readonly bytes: Uint8Array }): void {}

  protected announceChange(): void {
    forgetFlows();
    this.owner?.changed(this);
    this.handler?.portChanged();
    for (const vlan of this.vlans.values()) vlan.lowerChanged();
  }

  protected trace(detail: () => TraceDetail): void {
    const { trace, clock, machine } = this.environment;
    if (!trace.active) return;
    trace.emit({ time: clock.now, machine, namespace: this.owner?.name ?? '', device: this.name, ...detail() });
  }

  /** Called once the device is in no namespace any more (`ip link del`). */
  destroy(): void {}
}
