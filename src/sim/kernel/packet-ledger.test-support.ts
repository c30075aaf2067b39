import type { NetDevice } from './link/device.ts';
import { macAt } from './link/mac-address.ts';
import type { RandomNetwork } from './random-network.test-support.ts';
import type { Trace, TraceEvent } from './trace.ts';
import { checksumRange, word } from './wire/bytes.ts';
import { ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from './wire/ethernet.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP } from './wire/ipv4.ts';

const HEADER = 14;
const ECHO_REQUEST = 8;

/** How often each of some things was seen. */
class Tally {
  readonly #counts = new Map<string, number>();

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  add(key: string): number {
    const count = this.of(key) + 1;
    this.#counts.set(key, count);
    return count;
  }

  /** False where there is none left. */
  take(key: string): boolean {
    const count = this.of(key);
    this.#counts.set(key, count - 1);
    return count > 0;
  }
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** What a packet keeps on its way, whatever NAT and fragmentation make of it. */
const identityOf = (packet: Uint8Array): string => `${word(packet, 4)}/${packet[9]}`;

/** The packet in a frame that holds what may be one. */
function packetIn(frame: Uint8Array): Uint8Array | undefined {
  if (frame.length < HEADER + 20 || word(frame, 12) !== ETHERTYPE_IPV4 || (frame[HEADER] ?? 0) >> 4 !== 4)
    return undefined;
  return frame.subarray(HEADER);
}

/**
 * Reads the trace of a network as a bookkeeper: whatever leaves must have come in, or have a cause here. What is wrong goes to
 * `faults`, in words.
 */
export class PacketLedger implements Trace {
  readonly active = true;
  readonly faults: string[] = [];
  network: RandomNetwork | undefined;
  events = 0;
  readonly #onWire = new Tally();
  readonly #received = new Tally();
  readonly #atBridge = new Set<string>();
  /** By which port a frame last came to a bridge. */
  readonly #inAtPort = new Map<string, string | undefined>();
  readonly #forwarded = new Set<string>();
  readonly #causes = new Tally();
  /** A rule's answer leaves before the rule is told of, at the same moment: what still lacks a cause. */
  readonly #unexplained: TraceEvent[] = [];
  readonly #made = new Set<string>();
  readonly #transmitted = new Tally();
  readonly #dropped = new WeakSet<Uint8Array>();
  readonly #resized = new Set<NetDevice>();
  #injecting = false;

  inject(device: NetDevice, frame: Uint8Array): void {
    this.#injecting = true;
    device.transmit(frame);
    this.#injecting = false;
  }

  /** Its MTU has changed: what waits to be sent may be too long by now, and Linux sends it so. */
  resized(device: NetDevice): void {
    this.#resized.add(device);
  }

  emit(event: TraceEvent): void {
    this.events++;
    switch (event.kind) {
      case 'device-tx':
        this.#sent(event, event.frame);
        return;
      case 'device-rx':
        this.#came(event, event.frame);
        return;
      case 'bridge-forward':
        if (event.from === event.to) this.#fault(event, 'a frame was sent back to its port');
        return;
      case 'bridge-flood':
        if (event.to.includes(event.from)) this.#fault(event, 'a frame was flooded to its own port');
        return;
      case 'forward':
        this.#passedOn(event, event.packet);
        return;
      case 'deliver':
        this.#delivered(event, event.packet);
        return;
      case 'icmp-error':
        this.#explain(event);
        return;
      case 'netfilter':
        if (event.verdict === 'drop') this.#dropped.add(event.packet);
        if (event.rule?.includes('tcp-reset')) this.#explain(event);
    }
  }

  /** What shows only at the end: packets without a cause, and the devices' own counters. */
  close(): void {
    for (const event of this.#unexplained) this.#fault(event, 'a packet was made from nothing');
    for (const namespace of this.network?.namespaces ?? []) {
      for (const { name, statistics } of namespace.devices.list) {
        const seen = this.#transmitted.of(`${namespace.name} ${name}`);
        if (seen !== statistics.txPackets) this.faults.push(`${name} sent ${seen} and counts ${statistics.txPackets}`);
      }
    }
  }

  #fault({ namespace, device, time }: TraceEvent, text: string): void {
    this.faults.push(`${time} ${namespace} ${device}: ${text}`);
  }

  #device({ namespace, device }: TraceEvent): NetDevice {
    const owner = this.network?.namespaces.find(({ name }) => name === namespace);
    return owner?.device(device ?? '') as NetDevice;
  }

  #sent(event: TraceEvent, frame: Uint8Array): void {
    const device = this.#device(event);
    const place = `${event.namespace} ${event.device}`;
    this.#transmitted.add(place);
    const other = device.kind === 'veth' ? device.lower : device;
    this.#onWire.add(`${other?.owner?.name} ${other?.name} ${textOf(frame)}`);
    if (device.kind === 'bridge') this.#reachedBridge(event.namespace, device.name, frame);
    if (this.#injecting) return;
    const room = device.mtu + HEADER + (device.handler ? 4 : 0);
    if (frame.length > room && !this.#resized.has(device))
      this.#fault(event, `${frame.length} bytes were sent where ${room} fit`);
    const packet = packetIn(frame);
    // A port has a link-local address of its own, and examines it: that never was at the bridge.
    const own = word(frame, 12) === ETHERTYPE_IPV6 && macAt(frame, 6) === device.macNumber;
    if (device.handler?.master && !own) this.#leftPort(event, device.handler.master, frame);
    else if (packet) this.#leftNamespace(event, packet);
  }

  #leftPort(event: TraceEvent, bridge: string, frame: Uint8Array): void {
    if (this.#inAtPort.get(`${event.namespace} ${bridge} ${textOf(frame)}`) === event.device) {
      this.#fault(event, 'a frame left by the port that it came in by');
    }
    if (!this.#atBridge.has(`${event.namespace} ${bridge} ${traitsOf(frame)}`)) {
      this.#fault(event, 'a frame left a bridge that had not come to it');
    }
  }

  #reachedBridge(namespace: string, bridge: string, frame: Uint8Array): void {
    this.#atBridge.add(`${namespace} ${bridge} ${traitsOf(frame)}`);
  }

  #leftNamespace(event: TraceEvent, packet: Uint8Array): void {
    const header = ((packet[0] ?? 0) & 15) * 4;
    if (checksumRange(packet, 0, header) !== 0) this.#fault(event, 'a header with a wrong checksum was sent');
    if (packet[8] === 0) this.#fault(event, 'a packet without a hop left was sent');
    const identity = identityOf(packet);
    if (this.#forwarded.has(`${event.namespace} ${identity}/${packet[8]}`)) return;
    const made = `${event.namespace} ${identity} ${textOf(packet.subarray(12, 20))}`;
    if (this.#made.has(made)) return;
    this.#made.add(made);
    if (this.#causes.of(event.namespace) > 0) this.#causes.take(event.namespace);
    else this.#unexplained.push(event);
  }

  #explain({ namespace, time }: TraceEvent): void {
    const waits = this.#unexplained.findIndex((event) => event.namespace === namespace && event.time === time);
    if (waits >= 0) this.#unexplained.splice(waits, 1);
    else this.#causes.add(namespace);
  }

  #came(event: TraceEvent, frame: Uint8Array): void {
    const device = this.#device(event);
    const place = `${event.namespace} ${event.device}`;
    if (device.kind === 'bridge') {
      if (!this.#atBridge.has(`${place} ${traitsOf(frame)}`))
        this.#fault(event, 'a bridge took in what none of its ports did');
    } else if (!this.#onWire.take(`${place} ${textOf(frame)}`)) this.#fault(event, 'a frame came that nobody had sent');
    const bridge = device.handler?.master;
    if (bridge) {
      this.#inAtPort.set(`${event.namespace} ${bridge} ${textOf(frame)}`, event.device);
      this.#reachedBridge(event.namespace, bridge, frame);
      return;
    }
    const packet = packetIn(frame);
    if (packet) this.#received.add(`${event.namespace} ${identityOf(packet)}/${packet[8]}`);
  }

  #passedOn(event: TraceEvent, packet: Uint8Array): void {
    const ttl = packet[8] ?? 0;
    const identity = identityOf(packet);
    if (this.#dropped.has(packet)) this.#fault(event, 'a dropped packet was passed on');
    if (ttl === 0) this.#fault(event, 'a packet without a hop left was passed on');
    if (!this.#received.take(`${event.namespace} ${identity}/${ttl + 1}`)) {
      this.#fault(event, 'a packet was passed on that had not come in with one hop more');
    }
    this.#forwarded.add(`${event.namespace} ${identity}/${ttl}`);
  }

  #delivered(event: TraceEvent, packet: Uint8Array): void {
    if (this.#dropped.has(packet)) this.#fault(event, 'a dropped packet was delivered');
    const payload = ((packet[0] ?? 0) & 15) * 4;
    const answerable = packet[9] === PROTOCOL_TCP || (packet[9] === PROTOCOL_ICMP && packet[payload] === ECHO_REQUEST);
    if (answerable) this.#explain(event);
  }
}

/** What a bridge never changes in a frame: who sent it, and of a packet its identity and TTL, though NAT may change the rest. */
function traitsOf(frame: Uint8Array): string {
  const packet = packetIn(frame);
  const sender = textOf(frame.subarray(6, 12));
  return packet ? `${sender} ${identityOf(packet)}/${packet[8]}` : textOf(frame);
}
