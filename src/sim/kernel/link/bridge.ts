import { SECOND, type Timer } from '../clock.ts';
import { Errno } from '../errno.ts';
import { forgetFlows } from '../flow/flow.ts';
import { trail } from '../flow/trail.ts';
import type { BridgePortSettings, LinkInfo } from '../netlink.ts';
import { concatBytes } from '../wire/bytes.ts';
import { ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import { ETHERNET_HEADER, type FrameHandler, NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { ForwardingTable } from './forwarding-table.ts';
import { isGroup, macAt, macText, randomMac } from './mac-address.ts';

/** linkwatch reports a lost carrier at most once a second (net/core/link_watch.c); the port that left was just reported. */
const LINKWATCH_DELAY = SECOND;

export interface BridgeOptions {
  readonly name: string;
  /** Where left out, the bridge takes the lowest address among its ports (br_stp_recalculate_bridge_id). */
  readonly mac?: string;
  readonly mtu?: number;
  /** It has a carrier until its first port comes, as one that `ip link add` makes. */
  readonly carriesAlone?: boolean;
}

const ethertypeOf = (frame: Uint8Array): number => ((frame[12] ?? 0) << 8) | (frame[13] ?? 0);

const FORWARDING = 3;
const DEFAULTS: BridgePortSettings = {
  ...{ cost: 2, priority: 32, state: FORWARDING },
  ...{ hairpin: false, learning: true, flood: true, isolated: false },
};

/** One port's end at the bridge. */
export class BridgePort implements FrameHandler {
  readonly device: NetDevice;
  readonly #bridge: Bridge;
  /** Its device's state as the bridge has last seen it: only then are frames forwarded. */
  forwarding = false;
  settings: BridgePortSettings = DEFAULTS;

  constructor(bridge: Bridge, device: NetDevice) {
    this.#bridge = bridge;
    this.device = device;
  }

  get master(): string {
    return this.#bridge.name;
  }

  get bridge(): Bridge {
    return this.#bridge;
  }

  /** Without STP a port that is not disabled forwards, whatever it was set to (br_port_state_selection). */
  set(settings: Partial<BridgePortSettings>): void {
    forgetFlows();
    const { state = this.settings.state } = settings;
    this.settings = { ...this.settings, ...settings, state: state === 0 ? 0 : FORWARDING };
    this.portChanged();
  }

  handle(frame: Uint8Array): boolean {
    this.#bridge.handle(this.device, frame);
    return true;
  }

  portChanged(): void {
    this.#bridge.portChanged(this);
  }

  release(): void {
    this.#bridge.removePort(this.device);
  }
}

/** A learning bridge (net/bridge): a device of its own in the namespace, and the ports it joins. STP is off. */
export class Bridge extends NetDevice {
  readonly forwardingTable: ForwardingTable;
  readonly #ports = new Map<NetDevice, BridgePort>();
  #macIsSet: boolean;
  #running = false;
  #carriesAlone: boolean;
  /** What came in, and has not passed PREROUTING yet. */
  #arriving: Uint8Array | undefined;
  #linkwatch: Timer | undefined;

  constructor(environment: NetEnvironment, options: BridgeOptions) {
    const mac = options.mac ?? randomMac(environment.random);
    super(environment, { kind: 'bridge', txQueueLength: 0, ...options, mac });
    this.#macIsSet = options.mac !== undefined;
    this.#carriesAlone = options.carriesAlone ?? false;
    this.forwardingTable = new ForwardingTable(() => environment.clock.now);
    this.forwardingTable.addLocal(this.macNumber, this);
  }

  get ports(): readonly NetDevice[] {
    return [...this.#ports.keys()];
  }

  /** `ip link set DEVICE master BRIDGE`. Throws EBUSY where `device` has a master, EINVAL for lo, ELOOP for a bridge. */
  addPort(device: NetDevice): void {
    if (device.handler) throw new Errno('EBUSY');
    if (device.kind === 'loopback') throw new Errno('EINVAL');
    if (device.kind === 'bridge') throw new Errno('ELOOP');
    const port = new BridgePort(this, device);
    this.#ports.set(device, port);
    this.#carriesAlone = false;
    device.handler = port;
    this.forwardingTable.addLocal(device.macNumber, device);
    this.#recalculateMac();
    this.portChanged(port);
  }

  removePort(device: NetDevice): void {
    if (!this.#ports.delete(device)) return;
    device.handler = undefined;
    this.forwardingTable.flush(device);
    this.forwardingTable.addLocal(this.macNumber, this);
    this.#recalculateMac();
    this.#carrierChanged();
  }

  portChanged(port: BridgePort): void {
    const forwarding = port.device.up && port.device.carrier && port.settings.state === FORWARDING;
    if (port.forwarding && !forwarding) this.forwardingTable.flush(port.device, true);
    port.forwarding = forwarding;
    if (this.forwardingTable.find(port.device.macNumber)?.local !== true) this.#renewLocal(port.device);
    this.#carrierChanged();
  }

  #renewLocal(device: NetDevice): void {
    this.forwardingTable.flush(device);
    this.forwardingTable.addLocal(device.macNumber, device);
    this.#recalculateMac();
  }

  override get mac(): string {
    return super.mac;
  }

  override set mac(mac: string) {
    this.#macIsSet = true;
    this.#changeMac(mac);
  }

  #changeMac(mac: string): void {
    this.forwardingTable.flush(this);
    super.mac = mac;
    this.forwardingTable.addLocal(this.macNumber, this);
  }

  #recalculateMac(): void {
    if (this.#macIsSet || this.#ports.size === 0) return;
    const lowest = [...this.#ports.keys()].reduce((a, b) => (b.macNumber < a.macNumber ? b : a));
    if (lowest.macNumber !== this.macNumber) this.#changeMac(lowest.mac);
  }

  get carrier(): boolean {
    if (this.#carriesAlone) return true;
    for (const port of this.#ports.values()) if (port.forwarding) return true;
    return false;
  }

  /** Nobody has reported a carrier that was there from the start. */
  override get operstate(): LinkInfo['operstate'] {
    return this.#carriesAlone && this.up ? 'UNKNOWN' : super.operstate;
  }

  /** A lost carrier is reported late. */
  protected override get running(): boolean {
    return this.#running;
  }

  override setUp(up: boolean): void {
    this.#running = up && this.carrier;
    super.setUp(up);
  }

  #carrierChanged(): void {
    if (this.carrier) {
      this.#linkwatch?.cancel();
      this.#setRunning(true);
    } else if (this.#running) {
      this.#linkwatch?.cancel();
      this.#linkwatch = this.environment.clock.after(LINKWATCH_DELAY, () => this.#setRunning(false));
    }
  }

  #setRunning(running: boolean): void {
    if (running === this.#running || (running && !this.up)) return;
    this.#running = running;
    this.owner?.changed(this);
  }

  /** br_handle_frame(): a frame came in at `from`. */
  handle(from: NetDevice, frame: Uint8Array): void {
    const port = this.#ports.get(from);
    if (!port?.forwarding || !this.up) return;
    if (port.settings.learning) this.#learn(from, macAt(frame, 6), frame);
    const destination = macAt(frame, 0);
    if (isGroup(frame)) {
      this.#flood(from, frame, destination);
      this.#passUp(from, frame);
      return;
    }
    const entry = this.forwardingTable.find(destination);
    if (entry?.local) {
      this.#passUp(from, frame);
      return;
    }
    this.#overhear(from, frame);
    if (!entry) this.#flood(from, frame, destination);
    else this.#forward(from, entry.port, frame, destination);
  }

  #learn(from: NetDevice, mac: number, frame: Uint8Array): void {
    const news = this.forwardingTable.learn(mac, from);
    if (news === undefined) return;
    const movedFrom = news === 'new' ? undefined : news.name;
    this.trace(() => ({
      kind: 'bridge-learn',
      frame,
      mac: macText(mac),
      port: from.name,
      ...(movedFrom && { movedFrom }),
    }));
  }

  #forward(from: NetDevice, to: NetDevice, frame: Uint8Array, mac: number): void {
    if (!this.#mayPass(from, to)) {
      this.#dropped(frame, from, 'same-port');
      return;
    }
    this.trace(() => ({ kind: 'bridge-forward', frame, mac: macText(mac), from: from.name, to: to.name }));
    this.#deliver(from, to, frame);
  }

  /** should_deliver() */
  #mayPass(from: NetDevice, to: NetDevice): boolean {
    const settings = this.#ports.get(from)?.settings;
    if (from === to) return settings?.hairpin ?? false;
    return !(settings?.isolated && this.#ports.get(to)?.settings.isolated);
  }

  #flood(from: NetDevice, frame: Uint8Array, mac: number): void {
    trail?.lose();
    const targets = this.#others(from, !isGroup(frame));
    this.trace(() => {
      const to = targets.map((port) => port.name);
      return { kind: 'bridge-flood', frame, mac: macText(mac), from: from.name, to };
    });
    for (const to of targets) this.#deliver(from, to, frame);
  }

  /** @param unknown nobody knows who the frame is for */
  #others(from: NetDevice, unknown: boolean): NetDevice[] {
    const list: NetDevice[] = [];
    for (const { forwarding, device, settings } of this.#ports.values())
      if (forwarding && (settings.flood || !unknown) && this.#mayPass(from, device)) list.push(device);
    return list;
  }

  #deliver(from: NetDevice, to: NetDevice, frame: Uint8Array): void {
    if (!to.fits(frame)) {
      this.#dropped(frame, from, 'too-long');
      return;
    }
    const filter = from === this ? undefined : this.owner?.bridgeFilter;
    const passed = filter ? filter(frame, from, to, this) : frame;
    if (passed) to.transmit(passed);
    else this.#dropped(frame, from, 'filtered');
  }

  #dropped(frame: Uint8Array, from: NetDevice, reason: 'same-port' | 'filtered' | 'too-long'): void {
    this.trace(() => ({ kind: 'bridge-drop', frame, mac: macText(macAt(frame, 0)), from: from.name, reason }));
  }

  /** br_pass_frame_up(). */
  #passUp(from: NetDevice, frame: Uint8Array): void {
    this.trace(() => ({ kind: 'bridge-local', frame, mac: macText(macAt(frame, 0)), from: from.name }));
    this.receive(frame);
  }

  /**
   * Captures and macvlans make the bridge promiscuous: it then receives what it only forwards, and its namespace passes
   * that over. Of what it hears, br_netfilter has been first.
   */
  #overhear(from: NetDevice, frame: Uint8Array): void {
    const promiscuous = this.promiscuity > 0 || this.handler !== undefined;
    if (!promiscuous && !this.environment.trace.captures?.size) return;
    trail?.lose();
    const { bridgeOverhear } = this.owner ?? {};
    const heard = bridgeOverhear ? bridgeOverhear(frame, from, this) : frame;
    if (heard === undefined) return;
    if (!promiscuous) {
      this.capture('rx', heard);
      return;
    }
    this.count('rx', heard.length);
    this.trace(() => ({ kind: 'device-rx', frame: heard }));
    super.show('rx', heard);
    this.handler?.handle(heard);
  }

  /** An IPv4 packet for the bridge itself is shown after PREROUTING, which may drop it: {@link prerouted}. */
  protected override show(direction: 'tx' | 'rx', frame: Uint8Array): void {
    const waits = direction === 'rx' && this.#prerouting && ethertypeOf(frame) === ETHERTYPE_IPV4;
    this.#arriving = waits ? frame : undefined;
    if (!waits) super.show(direction, frame);
  }

  get #prerouting(): boolean {
    return this.owner?.bridgeFilter !== undefined && this.handler === undefined && this.vlans.size === 0;
  }

  override prerouted(packet: { readonly bytes: Uint8Array }): void {
    const header = this.#arriving?.subarray(0, ETHERNET_HEADER);
    this.#arriving = undefined;
    if (header && this.heard) super.show('rx', concatBytes(header, packet.bytes));
  }

  /** Received bytes are counted without the Ethernet header, which is off by then; sent ones with it. */
  protected override count(direction: 'tx' | 'rx', length: number): void {
    super.count(direction, direction === 'rx' ? length - ETHERNET_HEADER : length);
  }

  /** br_dev_xmit(): the namespace sends through the bridge. */
  protected send(frame: Uint8Array): void {
    const destination = macAt(frame, 0);
    const entry = isGroup(frame) ? undefined : this.forwardingTable.find(destination);
    if (!entry) this.#flood(this, frame, destination);
    else if (entry.local) this.#sendToSelf(frame);
    else this.#forward(this, entry.port, frame, destination);
  }

  /** To an address of one of its own ports: from a timer, as every arrival. */
  #sendToSelf(frame: Uint8Array): void {
    this.environment.clock.after(1, () => this.receive(frame));
  }

  override destroy(): void {
    for (const device of this.ports) this.removePort(device);
    this.#linkwatch?.cancel();
  }
}
