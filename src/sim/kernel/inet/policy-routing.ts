import { Errno, type ErrnoCode } from '../errno.ts';
import { forgetFlows } from '../flow/flow.ts';
import type { NetDevice } from '../link/device.ts';
import type { RuleInfo } from '../netlink.ts';
import { parseIpv4 } from '../wire/address.ts';
import { maskOf, matches } from './address-table.ts';
import type { RefusingType } from './route-list.ts';
import { type Route, RoutingTable } from './routing-table.ts';

export const TABLE_MAIN = 254;
export const TABLE_LOCAL = 255;
const TABLE_DEFAULT = 253;

/** What a rule may look at (struct flowi4). Addresses are numbers. */
export interface FlowKey {
  readonly source?: number | undefined;
  readonly mark?: number;
  readonly inDevice?: NetDevice | undefined;
  /** The route must lead out here. */
  readonly device?: NetDevice | undefined;
}

/** What fib_props says of each type. */
const ERRORS: Readonly<Record<Exclude<RefusingType, 'throw'>, ErrnoCode>> = {
  blackhole: 'EINVAL',
  unreachable: 'EHOSTUNREACH',
  prohibit: 'EACCES',
};

/** fib_rule_action(): a rule that says unreachable speaks of the network. */
const RULE_ERRORS = { ...ERRORS, unreachable: 'ENETUNREACH' } as const;

const INITIAL: readonly RuleInfo[] = [
  { priority: 0, action: 'lookup', table: TABLE_LOCAL },
  { priority: 32_766, action: 'lookup', table: TABLE_MAIN },
  { priority: 32_767, action: 'lookup', table: TABLE_DEFAULT },
];

/** Throws EINVAL where a rule's prefix is none. */
function covers(network: RuleInfo['source'], address: number): boolean {
  if (network === undefined) return true;
  return matches(address, parseIpv4(network.address) ?? 0, maskOf(network.prefix));
}

/** `ip rule` and the routing tables (net/ipv4/fib_rules.c). The local table is the addresses' own, and is asked before. */
export class PolicyRouting {
  readonly main: RoutingTable;
  /** All but the main one. */
  #others: Map<number, RoutingTable> | undefined;
  #rules: readonly RuleInfo[] = INITIAL;
  /** Are there other rules than those of the start? Only then are they gone through. */
  #custom = false;

  constructor(main: RoutingTable) {
    this.main = main;
  }

  get rules(): readonly RuleInfo[] {
    return this.#rules;
  }

  /** The tables that have been given routes, by number. */
  get tables(): readonly number[] {
    const others = [...(this.#others ?? [])].filter(([, { size }]) => size > 0);
    return [TABLE_MAIN, ...others.map(([number]) => number)];
  }

  /** The table of this number; made where it is not there yet. */
  table(number = TABLE_MAIN): RoutingTable {
    if (number === TABLE_MAIN) return this.main;
    this.#others ??= new Map();
    const table = this.#others.get(number) ?? new RoutingTable();
    this.#others.set(number, table);
    return table;
  }

  /** Without a priority it comes just before the first rule after 0 (fib_default_rule_pref). Throws EEXIST. */
  addRule(rule: Omit<RuleInfo, 'priority'> & { readonly priority?: number }): void {
    const second = this.#rules.find(({ priority }) => priority > 0)?.priority ?? 0;
    const added = { ...rule, priority: rule.priority ?? Math.max(0, second - 1) };
    if (rule.priority !== undefined && this.#rules.some((other) => same(other, added))) throw new Errno('EEXIST');
    const at = this.#rules.findIndex(({ priority }) => priority > added.priority);
    this.#rules = this.#rules.toSpliced(at < 0 ? this.#rules.length : at, 0, added);
    this.#changed();
  }

  #existing(number: number): RoutingTable | undefined {
    return number === TABLE_MAIN ? this.main : this.#others?.get(number);
  }

  /** Is there a table of this number, with routes or without? */
  has(table: number): boolean {
    return table === TABLE_MAIN || this.#others?.has(table) === true;
  }

  /** The first rule that agrees with all that is given. Throws ENOENT. */
  deleteRule(wanted: Partial<RuleInfo>): void {
    const at = this.#rules.findIndex((rule) => agrees(rule, wanted));
    if (at < 0) throw new Errno('ENOENT');
    this.#rules = this.#rules.toSpliced(at, 1);
    this.#changed();
  }

  #changed(): void {
    this.#custom = true;
    forgetFlows();
  }

  /** The number of the table that a route stands in. */
  tableOf(route: Route): number | undefined {
    if (this.main.list.includes(route)) return TABLE_MAIN;
    return [...(this.#others ?? [])].find(([, table]) => table.list.includes(route))?.[0];
  }

  /** Takes the routes through a device out of all tables. */
  flush(doomed: (route: Route) => boolean): void {
    this.main.flush(doomed);
    for (const table of this.#others?.values() ?? []) table.flush(doomed);
  }

  /** fib_lookup(): undefined where there is no route. Throws what a refusing rule or route says. */
  find(destination: number, key: FlowKey = {}): Route | undefined {
    const found = this.#custom ? this.#byRules(destination, key) : this.main.find(destination, key.device);
    if (found?.type === undefined) return found;
    if (found.type === 'throw') return undefined;
    throw new Errno(ERRORS[found.type]);
  }

  #byRules(destination: number, key: FlowKey): Route | undefined {
    for (const rule of this.#rules) {
      if (applies(rule, destination, key) === (rule.not ?? false)) continue;
      if (rule.action !== 'lookup') throw new Errno(RULE_ERRORS[rule.action]);
      const found = this.#existing(rule.table ?? TABLE_MAIN)?.find(destination, key.device);
      if (found && found.type !== 'throw') return found;
    }
    return undefined;
  }
}

function applies(rule: RuleInfo, destination: number, { source = 0, mark = 0, inDevice, device }: FlowKey): boolean {
  return (
    covers(rule.source, source) &&
    covers(rule.destination, destination) &&
    (rule.mark === undefined || ((mark ^ rule.mark.value) & rule.mark.mask) === 0) &&
    (rule.inDevice === undefined || inDevice?.name === rule.inDevice) &&
    (rule.outDevice === undefined || device?.name === rule.outDevice)
  );
}

const text = (value: unknown): string => JSON.stringify(value) ?? '';

const agrees = (rule: RuleInfo, wanted: Partial<RuleInfo>): boolean =>
  (Object.keys(wanted) as (keyof RuleInfo)[]).every((key) => text(rule[key]) === text(wanted[key]));

const same = (a: RuleInfo, b: RuleInfo): boolean => agrees(a, b) && agrees(b, a);
