import { LOOPBACK_ADDRESS } from '../inet/address-table.ts';
import type { Ipv4Net } from '../inet/ipv4-net.ts';
import type { NetNamespace } from '../inet/net-namespace.ts';
import type { NetfilterHooks, Verdict } from '../inet/netfilter-hooks.ts';
import type { BridgeFilter } from '../link/device.ts';
import type { HookName } from '../trace.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import { BridgedTraffic } from './bridged.ts';
import type { Decision } from './chain.ts';
import type { Passage } from './compile.ts';
import type { Side } from './conntrack/connection.ts';
import { Conntrack } from './conntrack/conntrack.ts';
import { type Tracked, trackedOf } from './conntrack/tracked.ts';
import type { TableName } from './iptables.ts';
import { Nat } from './nat/nat.ts';
import { reject } from './reject.ts';
import type { NatRange, Target } from './rule.ts';
import { ruleText } from './rule-text.ts';
import { Table } from './table.ts';
import { traverse } from './traverse.ts';

type Step = 'raw' | 'track' | 'mangle' | 'destination' | 'filter' | 'source' | 'confirm';

/** Who is asked at each hook, by their priorities (enum nf_ip_hook_priorities). */
const STEPS: Readonly<Record<HookName, readonly Step[]>> = {
  PREROUTING: ['raw', 'track', 'mangle', 'destination'],
  INPUT: ['mangle', 'filter', 'source', 'confirm'],
  FORWARD: ['mangle', 'filter'],
  OUTPUT: ['raw', 'track', 'mangle', 'destination', 'filter'],
  POSTROUTING: ['mangle', 'source', 'confirm'],
};

/** The firewall of one network namespace: iptables' tables, connection tracking, NAT. */
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
  readonly #net: Ipv4Net;
  readonly #nat: Nat;

  constructor(net: Ipv4Net) {
    this.#net = net;
    this.conntrack = new Conntrack(net.environment.clock);
    this.#nat = new Nat(this.conntrack, net.environment.random);
    const bridged = new BridgedTraffic((passage) => this.#pass({ net, ...passage }));
    this.bridgeFilter = (frame, from, to, bridge) => bridged.filter(frame, from, to, bridge);
    this.bridgeOverhear = (frame, from, bridge) => bridged.overhear(frame, from, bridge);
  }

  run(hook: HookName, packet: Passage['packet']): Verdict {
    return this.#pass({ net: this.#net, hook, packet });
  }

  #pass(passage: Passage): Verdict {
    for (const step of STEPS[passage.hook]) if (!this.#take(step, passage)) return 'drop';
    return 'accept';
  }

  /** False drops the packet. */
  #take(step: Step, passage: Passage): boolean {
    switch (step) {
      case 'track':
        this.conntrack.track(passage.packet);
        return true;
      case 'confirm':
        return this.conntrack.confirm(passage.packet);
      case 'source':
      case 'destination':
        return this.#translate(step, passage);
      default:
        return this.#ask(this.tables[step], passage);
    }
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
    this.#rewrite(passage, tracked, side);
    return true;
  }

  #rewrite({ packet, hook }: Passage, tracked: Tracked, side: Side): void {
    const { trace } = this.#net.environment;
    const before = trace.active ? endText(packet, side) : '';
    this.#nat.translate(packet, tracked, side);
    if (!trace.active || endText(packet, side) === before) return;
    this.#net.trace(packet.outDevice ?? packet.inDevice, () => ({
      kind: 'nat',
      hook,
      side,
      packet: packet.bytes,
      from: before,
      to: endText(packet, side),
    }));
  }

  #ask(table: Table, passage: Passage): boolean {
    const chain = table.at(passage.hook);
    if (!chain) return true;
    const decision = traverse(chain, passage);
    const target = decision.rule?.spec.target;
    const accepted = target ? this.#carryOut(target, passage) : decision.chain.policy === 'ACCEPT';
    if (this.#net.environment.trace.active && (chain.rules.length > 0 || !accepted)) {
      this.#report(table, decision, passage, accepted);
    }
    return accepted;
  }

  #carryOut(target: Target, passage: Passage): boolean {
    switch (target.kind) {
      case 'DROP':
        return false;
      case 'REJECT':
        reject(this.#net, passage.packet, target.with);
        return false;
      case 'DNAT':
        return this.#bind('destination', target.to, passage);
      case 'SNAT':
        return this.#bind('source', target.to, passage);
      case 'REDIRECT':
        return this.#redirect(target.to, passage);
      case 'MASQUERADE':
        return this.#masquerade(target.to, passage);
      default:
        return true;
    }
  }

  #bind(side: Side, range: NatRange, { packet }: Passage): boolean {
    const tracked = trackedOf(packet);
    if (tracked) this.#nat.bind(tracked.connection, side, range);
    return true;
  }

  /** nf_nat_redirect_ipv4(): to the address of the device that it came in by; what is made here to 127.0.0.1. */
  #redirect({ ports }: NatRange, passage: Passage): boolean {
    const { inDevice } = passage.packet;
    const address =
      passage.hook === 'OUTPUT' ? LOOPBACK_ADDRESS : inDevice && this.#net.addresses.of(inDevice)[0]?.address;
    if (address === undefined) return false;
    return this.#bind('destination', { address, ...(ports && { ports }) }, passage);
  }

  /** nf_nat_masquerade_ipv4(): the address with which this namespace itself would speak to the next hop. */
  #masquerade({ ports }: NatRange, passage: Passage): boolean {
    const { destination, outDevice } = passage.packet;
    const nextHop = this.#net.routes.find(destination)?.gateway ?? destination;
    const address = outDevice && this.#net.addresses.select(outDevice, nextHop);
    if (address === undefined) return false;
    return this.#bind('source', { address, ...(ports && { ports }) }, passage);
  }

  #report(table: Table, { chain, rule }: Decision, { hook, packet }: Passage, accepted: boolean): void {
    this.#net.trace(packet.outDevice ?? packet.inDevice, () => ({
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
  const at = packet.headerLength + (side === 'source' ? 0 : 2);
  return `${address}:${((packet.bytes[at] ?? 0) << 8) | (packet.bytes[at + 1] ?? 0)}`;
}

/** The namespace's firewall, which is there from the first time that someone asks for it: all accepting. */
export function netfilterOf(net: NetNamespace): Netfilter {
  if (net.netfilter instanceof Netfilter) return net.netfilter;
  const netfilter = new Netfilter(net);
  net.netfilter = netfilter;
  return netfilter;
}
