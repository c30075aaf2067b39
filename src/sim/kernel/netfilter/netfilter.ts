import { forgetFlows } from '../flow/flow.ts';
import { trail } from '../flow/trail.ts';
import { maskOf } from '../inet/address-table.ts';
import type { NetNamespace } from '../inet/net-namespace.ts';
import { acceptAll, type NetfilterHooks, type Verdict } from '../inet/netfilter-hooks.ts';
import type { BridgeFilter } from '../link/device.ts';
import type { HookName } from '../trace.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import { BridgedTraffic } from './bridged.ts';
import type { Decision } from './chain.ts';
import type { Passage } from './compile.ts';
import type { Side } from './conntrack/connection.ts';
import { Conntrack } from './conntrack/conntrack.ts';
import { infoOf } from './conntrack/conntrack-view.ts';
import { type Tracked, trackedOf } from './conntrack/tracked.ts';
import type { Family } from './family.ts';
import type { TableName } from './iptables.ts';
import { ipv4Family } from './ipv4-family.ts';
import { ipv6Family } from './ipv6-family.ts';
import { Nat } from './nat/nat.ts';
import { countRemembered, type Recording, recordingOf, remember } from './remembered.ts';
import type { AddressMatch, NatRange, Target } from './rule.ts';
import { ruleText } from './rule-text.ts';
import { Table } from './table.ts';
import { traverse } from './traverse.ts';

type Step = 'raw' | 'track' | 'mangle' | 'destination' | 'filter' | 'source' | 'confirm';

const PREROUTING: readonly Step[] = ['raw', 'track', 'mangle', 'destination'];
const INPUT: readonly Step[] = ['mangle', 'filter', 'source', 'confirm'];
const FORWARD: readonly Step[] = ['mangle', 'filter'];
const OUTPUT: readonly Step[] = ['raw', 'track', 'mangle', 'destination', 'filter'];
const POSTROUTING: readonly Step[] = ['mangle', 'source', 'confirm'];

/** Who is asked at each hook, by their priorities (enum nf_ip_hook_priorities). */
function stepsOf(hook: HookName): readonly Step[] {
  switch (hook) {
    case 'PREROUTING':
      return PREROUTING;
    case 'INPUT':
      return INPUT;
    case 'FORWARD':
      return FORWARD;
    case 'OUTPUT':
      return OUTPUT;
    case 'POSTROUTING':
      return POSTROUTING;
  }
}

/** The firewall of one network namespace and family: iptables' or ip6tables' tables, connection tracking, NAT. */
export class Netfilter implements NetfilterHooks {
  readonly needsWholePackets = true;
  readonly tables: Readonly<Record<TableName, Table>> = {
    raw: new Table('raw'),
    mangle: new Table('mangle'),
    nat: new Table('nat'),
    filter: new Table('filter'),
  };
  readonly conntrack: Conntrack;
  readonly bridgeFilter: BridgeFilter;
  readonly bridgeOverhear: NonNullable<NetfilterHooks['bridgeOverhear']>;
  readonly #family: Family;
  readonly #nat: Nat;

  constructor(family: Family, conntrack: Conntrack) {
    this.#family = family;
    this.conntrack = conntrack;
    this.#nat = new Nat(conntrack, family.environment.random);
    const bridged = new BridgedTraffic(family, (hook, packet, physicalIn, physicalOut) =>
      this.#pass({ family, conntrack, hook, packet, physicalIn, physicalOut }),
    );
    this.bridgeFilter = (frame, from, to, bridge) => bridged.filter(frame, from, to, bridge);
    this.bridgeOverhear = (frame, from, bridge) => bridged.overhear(frame, from, bridge);
  }

  run(hook: HookName, packet: Passage['packet']): Verdict {
    const { conntrack } = this;
    return this.#pass({ family: this.#family, conntrack, hook, packet, physicalIn: undefined, physicalOut: undefined });
  }

  #pass(passage: Passage): Verdict {
    const steps = stepsOf(passage.hook);
    let recording: Recording | undefined;
    let known = false;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as Step;
      if (step === 'mangle') {
        const met = countRemembered(passage);
        trail?.count(met);
        known = met !== undefined;
        if (!known) recording = recordingOf(passage);
      }
      if (known && (step === 'mangle' || step === 'filter')) continue;
      if (!this.#take(step, passage, recording)) return 'drop';
    }
    if (recording !== undefined) remember(passage, recording);
    return 'accept';
  }

  /** False drops the packet. */
  #take(step: Step, passage: Passage, recording: Recording | undefined): boolean {
    switch (step) {
      case 'raw':
        return this.#askRaw(passage);
      case 'track':
        this.conntrack.track(passage.packet);
        trail?.lean(this.conntrack.exchangeOf(passage.packet));
        return true;
      case 'confirm':
        return this.conntrack.confirm(passage.packet);
      case 'source':
      case 'destination':
        return this.#translate(step, passage);
      default:
        return this.#ask(this.tables[step], passage, recording);
    }
  }

  /** Of the raw table nothing is remembered, as it does not know connections: what it counts is noted for the flow alone. */
  #askRaw(passage: Passage): boolean {
    if (trail === undefined) return this.#ask(this.tables.raw, passage);
    const recording: Recording = { counted: [], steady: true };
    const accepted = this.#ask(this.tables.raw, passage, recording);
    trail.count(recording.steady ? recording.counted : undefined);
    return accepted;
  }

  /** nf_nat_inet_fn(): the nat table is asked for the first packet of a connection, once for each of its ends. */
  #translate(side: Side, passage: Passage): boolean {
    const tracked = trackedOf(passage.packet);
    if (!tracked) return true;
    const { connection } = tracked;
    if (tracked.state === 'NEW' && !connection.bound[side]) {
      if (!this.#ask(this.tables.nat, passage)) return false;
      this.#nat.bind(connection, side, {});
    }
    if (this.#family.environment.trace.active) this.#rewrite(passage, tracked, side);
    else this.#nat.translate(passage.packet, tracked, side);
    return true;
  }

  #rewrite({ packet, hook }: Passage, tracked: Tracked, side: Side): void {
    const before = endText(packet, side);
    this.#nat.translate(packet, tracked, side);
    if (endText(packet, side) === before) return;
    this.#family.trace(packet.outDevice ?? packet.inDevice, () => ({
      kind: 'nat',
      hook,
      side,
      packet: packet.bytes,
      from: before,
      to: endText(packet, side),
      connection: infoOf(tracked.connection, this.conntrack.clock.now),
    }));
  }

  #ask(table: Table, passage: Passage, recording?: Recording): boolean {
    const chain = table.at(passage.hook);
    if (!chain) return true;
    const decision = traverse(chain, passage, recording);
    const target = decision.rule?.spec.target;
    const accepted = target ? this.#carryOut(target, passage) : decision.chain.policy === 'ACCEPT';
    if (this.#family.environment.trace.active && (chain.rules.length > 0 || !accepted)) {
      this.#report(table, decision, passage, accepted);
    }
    return accepted;
  }

  #carryOut(target: Target, passage: Passage): boolean {
    switch (target.kind) {
      case 'DROP':
        return false;
      case 'REJECT':
        this.conntrack.rejecting = trackedOf(passage.packet);
        this.#family.reject(passage.packet, target.with);
        this.conntrack.rejecting = undefined;
        return false;
      case 'DNAT':
        return this.#bind('destination', target.to, passage);
      case 'SNAT':
        return this.#bind('source', target.to, passage);
      case 'NETMAP':
        return this.#map(target.network, passage);
      case 'REDIRECT':
        return this.#bindTo(this.#family.redirectsTo(passage.hook, passage.packet), 'destination', target.to, passage);
      case 'MASQUERADE':
        return this.#bindTo(this.#family.speaksAs(passage.packet), 'source', target.to, passage);
      default:
        return true;
    }
  }

  #bind(side: Side, range: NatRange, { packet }: Passage): boolean {
    const tracked = trackedOf(packet);
    if (tracked) this.#nat.bind(tracked.connection, side, range);
    return true;
  }

  /** NETMAP: the destination's, or behind the routing decision the source's, with the bits that say which host they are. */
  #map({ address, prefix }: AddressMatch, passage: Passage): boolean {
    const side = passage.hook === 'PREROUTING' || passage.hook === 'OUTPUT' ? 'destination' : 'source';
    const host = passage.packet[side];
    if (typeof host !== 'number' || typeof address !== 'number') return true;
    const mask = maskOf(prefix);
    return this.#bind(side, { address: ((address & mask) | (host & ~mask)) >>> 0 }, passage);
  }

  /** To an address of this namespace's own; without one the packet is dropped. */
  #bindTo(address: IpAddress | undefined, side: Side, { ports }: NatRange, passage: Passage): boolean {
    if (address === undefined) return false;
    return this.#bind(side, { address, ...(ports && { ports }) }, passage);
  }

  #report(table: Table, { chain, rule }: Decision, { hook, packet }: Passage, accepted: boolean): void {
    this.#family.trace(packet.outDevice ?? packet.inDevice, () => ({
      kind: 'netfilter',
      hook,
      packet: packet.bytes,
      verdict: accepted ? 'accept' : 'drop',
      table: table.name,
      chain: chain.name,
      ...(rule && { rule: ruleText(chain.name, rule.spec), number: chain.rules.indexOf(rule) + 1 }),
    }));
  }
}

/** One end of a packet, with its port where it has one. */
function endText(packet: Passage['packet'], side: Side): string {
  const address = side === 'source' ? packet.sourceText : packet.destinationText;
  if (packet.protocol !== PROTOCOL_TCP && packet.protocol !== PROTOCOL_UDP) return address;
  const port = packet.word(packet.headerLength + (side === 'source' ? 0 : 2));
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Both families of a namespace have one table of connections. */
const trackers = new WeakMap<NetNamespace, Conntrack>();

/** The namespace's connections, which are followed once it has a firewall. */
export function conntrackOf(net: NetNamespace): Conntrack {
  const conntrack = trackers.get(net) ?? new Conntrack(net.environment.clock);
  trackers.set(net, conntrack);
  return conntrack;
}

/** A firewall that is not made before a packet meets it, or somebody looks: most containers' never is. */
class LaterNetfilter implements NetfilterHooks {
  readonly needsWholePackets = true;
  readonly program: (firewall: Netfilter) => void;
  readonly #net: NetNamespace;

  constructor(net: NetNamespace, program: (firewall: Netfilter) => void) {
    this.#net = net;
    this.program = program;
  }

  run(hook: HookName, packet: Passage['packet']): Verdict {
    return netfilterOf(this.#net).run(hook, packet);
  }

  get bridgeFilter(): BridgeFilter {
    return netfilterOf(this.#net).bridgeFilter;
  }

  get bridgeOverhear(): Netfilter['bridgeOverhear'] {
    return netfilterOf(this.#net).bridgeOverhear;
  }
}

/** The namespace's firewall for IPv4, which is there from the first time that someone asks for it: all accepting. */
export function netfilterOf(net: NetNamespace): Netfilter {
  const before = net.netfilter;
  if (before instanceof Netfilter) return before;
  const made = new Netfilter(ipv4Family(net), conntrackOf(net));
  net.netfilter = made;
  forgetFlows();
  if (before instanceof LaterNetfilter) before.program(made);
  return made;
}

/** Gives the namespace's firewall rules as soon as anybody could tell whether it has them. `program` must not draw on chance. */
export function programLater(net: NetNamespace, program: (firewall: Netfilter) => void): void {
  if (net.netfilter === acceptAll) net.netfilter = new LaterNetfilter(net, program);
  else program(netfilterOf(net));
}

/** As {@link netfilterOf}, for IPv6: what ip6tables sees. */
export function netfilter6Of(net: NetNamespace): Netfilter {
  const { ipv6 } = net;
  if (!(ipv6.netfilter instanceof Netfilter)) ipv6.netfilter = new Netfilter(ipv6Family(ipv6), conntrackOf(net));
  return ipv6.netfilter as Netfilter;
}
