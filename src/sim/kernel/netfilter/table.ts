import { Errno } from '../errno.ts';
import type { HookName } from '../trace.ts';
import { PROTOCOL_TCP } from '../wire/ipv4.ts';
import { Chain } from './chain.ts';
import type { IptablesTable, Policy, TableName } from './iptables.ts';
import type { RuleSpec } from './rule.ts';

/** The hooks at which each table is asked, in the order in which `iptables -S` lists them. */
const TABLE_HOOKS: Readonly<Record<TableName, readonly HookName[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};

const DESTINATION: { table: TableName; hooks: string[] } = { table: 'nat', hooks: ['PREROUTING', 'OUTPUT'] };

/** Where targets insist on standing (their `table` and `hooks`). */
const PLACES: Readonly<Record<string, { readonly table: TableName; readonly hooks?: readonly string[] }>> = {
  DNAT: DESTINATION,
  REDIRECT: DESTINATION,
  SNAT: { table: 'nat', hooks: ['POSTROUTING', 'INPUT'] },
  MASQUERADE: { table: 'nat', hooks: ['POSTROUTING'] },
  NETMAP: { table: 'nat' },
  TTL: { table: 'mangle' },
  HL: { table: 'mangle' },
  TOS: { table: 'mangle' },
  DSCP: { table: 'mangle' },
  NOTRACK: { table: 'raw' },
  CT: { table: 'raw' },
};

/** Where the device is known by which a packet leaves. */
const OUTWARD = ['FORWARD', 'OUTPUT', 'POSTROUTING'];

const ALGORITHMS = ['bm', 'kmp', 'fsm'];

/** Of which protocol a rule must be that has these. */
const TRANSPORTS: Readonly<Record<string, number>> = { icmp: 1, tcp: PROTOCOL_TCP, udp: 17, icmp6: 58 };

/** And matches: what has not come in a frame has no sender's MAC. */
const MATCH_HOOKS: Readonly<Record<string, readonly string[]>> = { mac: ['PREROUTING', 'INPUT', 'FORWARD'] };

export class Table implements IptablesTable {
  readonly name: TableName;
  /** Each is made when it is first asked for: of a container's dozen hardly any is. */
  readonly #builtIn: Partial<Record<HookName, Chain>> = {};
  #user: Map<string, Chain> | undefined;

  constructor(name: TableName) {
    this.name = name;
  }

  /** The built-in chain behind a hook, where the table has one. */
  at(hook: HookName): Chain | undefined {
    return this.#builtIn[hook] ?? this.#makeBuiltIn(hook);
  }

  #makeBuiltIn(hook: HookName): Chain | undefined {
    if (TABLE_HOOKS[this.name].includes(hook)) this.#builtIn[hook] = new Chain(hook, 'ACCEPT', this);
    return this.#builtIn[hook];
  }

  get chains(): Chain[] {
    const builtIn = TABLE_HOOKS[this.name].flatMap((hook) => this.at(hook) ?? []);
    const user = [...(this.#user?.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
    return [...builtIn, ...user];
  }

  find(name: string): Chain | undefined {
    return this.at(name as HookName) ?? this.#user?.get(name);
  }

  chain(name: string): Chain {
    const found = this.find(name);
    if (!found) throw new Errno('ENOENT');
    return found;
  }

  #userChain(name: string): Chain {
    const chain = this.chain(name);
    if (chain.policy !== undefined) throw new Errno('EINVAL');
    return chain;
  }

  newChain(name: string): void {
    if (this.find(name)) throw new Errno('EEXIST');
    this.#user ??= new Map();
    this.#user.set(name, new Chain(name, undefined, this));
  }

  deleteChain(name: string): void {
    const chain = this.#userChain(name);
    if (this.references(name) > 0) throw new Errno('EMLINK');
    if (chain.rules.length > 0) throw new Errno('ENOTEMPTY');
    this.#user?.delete(name);
  }

  renameChain(name: string, to: string): void {
    if (this.find(to)) throw new Errno('EEXIST');
    const chain = this.#userChain(name);
    this.#user?.delete(name);
    this.#user?.set(to, chain);
    chain.name = to;
    for (const other of this.chains) other.redirect(name, to);
  }

  references(name: string): number {
    return this.chains.flatMap((chain) => chain.jumps).filter((chain) => chain === name).length;
  }

  setPolicy(name: string, policy: Policy): void {
    const chain = this.at(name as HookName);
    if (!chain) throw new Errno('ENOENT');
    chain.policy = policy;
  }

  append(name: string, spec: RuleSpec): void {
    this.insert(name, spec, this.chain(name).rules.length);
  }

  insert(name: string, spec: RuleSpec, index = 0): void {
    const chain = this.chain(name);
    if (index > chain.rules.length) throw new Errno('E2BIG');
    this.#checkEntry(name, spec);
    if (spec.target && 'chain' in spec.target) this.#checkJump(name, spec.target.chain);
    chain.insert(index, spec);
  }

  /** What the targets themselves insist on (their checkentry). */
  #checkEntry(chain: string, { target, protocol, matches = [] }: RuleSpec): void {
    const { table, hooks } = PLACES[target?.kind ?? ''] ?? {};
    if (table !== undefined && this.name !== table) throw new Errno('EINVAL');
    const builtIn = this.at(chain as HookName) !== undefined;
    const misplaced = (places: readonly string[] | undefined): boolean =>
      builtIn && places !== undefined && !places.includes(chain);
    const clamps = target?.kind === 'TCPMSS' && target.mss === undefined;
    if (misplaced(clamps ? OUTWARD : hooks) || matches.some(({ kind }) => misplaced(MATCH_HOOKS[kind])))
      throw new Errno('EINVAL');
    if (matches.some((match) => match.kind === 'string' && !ALGORITHMS.includes(match.algorithm)))
      throw new Errno('ENOENT');
    const number = protocol?.not ? undefined : protocol?.number;
    if (matches.some(({ kind }) => (TRANSPORTS[kind] ?? number) !== number)) throw new Errno('EINVAL');
    const syn = matches.some((match) => match.kind === 'tcp' && match.flags && (match.flags.set & 2) !== 0);
    if (target?.kind === 'TCPMSS' && !syn) throw new Errno('EINVAL');
    if (target?.kind !== 'REJECT') return;
    if (this.name !== 'filter' || (target.with === 'tcp-reset' && number !== PROTOCOL_TCP)) throw new Errno('EINVAL');
  }

  /** mark_source_chains(): a chain must not lead back to itself; built-in ones are no one's to jump to. */
  #checkJump(from: string, to: string): void {
    const next = this.#userChain(to);
    if (from === to) throw new Errno('ELOOP');
    for (const further of next.jumps) this.#checkJump(from, further);
  }

  replace(name: string, spec: RuleSpec, index: number): void {
    const chain = this.chain(name);
    if (index >= chain.rules.length) throw new Errno('E2BIG');
    this.insert(name, spec, index + 1);
    chain.remove(index);
  }

  has(name: string, spec: RuleSpec): boolean {
    return this.chain(name).indexOf(spec) >= 0;
  }

  delete(name: string, spec: RuleSpec): void {
    const chain = this.chain(name);
    const at = chain.indexOf(spec);
    if (at < 0) throw new Errno('ENOENT');
    chain.remove(at);
  }

  deleteAt(name: string, index: number): void {
    const chain = this.chain(name);
    if (index >= chain.rules.length) throw new Errno('E2BIG');
    chain.remove(index);
  }

  #named(name: string | undefined): readonly Chain[] {
    return name === undefined ? this.chains : [this.chain(name)];
  }

  flush(name?: string): void {
    for (const chain of this.#named(name)) chain.flush();
  }

  zeroAt(name: string, index: number): void {
    const rule = this.chain(name).rules[index];
    if (!rule) throw new Errno('E2BIG');
    Object.assign(rule, { packets: 0, bytes: 0 });
  }

  zero(name?: string): void {
    for (const chain of this.#named(name)) chain.zero();
  }
}
