import type { RuleInfo } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { IpDialect } from './dialect.ts';
import { type Json, jsonText } from './json.ts';
import type { IpOptions } from './listing.ts';
import { ask, isPrefix, widthOf } from './request.ts';
import { tableName, tableOf } from './tables.ts';
import { unsigned, verbOf, type Words } from './words.ts';

const ACTIONS = ['blackhole', 'unreachable', 'prohibit'] as const;

type Draft = { -readonly [K in keyof RuleInfo]?: RuleInfo[K] };

function prefixOf(word: string | undefined): NonNullable<RuleInfo['source']> | undefined {
  if (word === undefined || (!isPrefix(word) && word !== 'all' && word !== 'any' && word !== 'default'))
    throw new Failure(`Error: any valid prefix is expected rather than "${word ?? ''}".`, 1);
  const [address = '', length = `${widthOf(word)}`] = word.split('/');
  return isPrefix(word) && length !== '0' ? { address, prefix: Number(length) } : undefined;
}

function markOf(word: string | undefined): NonNullable<RuleInfo['mark']> {
  const [value = '', mask] = (word ?? '').split('/');
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(value))
    throw new Failure(`Error: argument "${word}" is wrong: fwmark value is invalid`, 255);
  return { value: Number(value), mask: mask === undefined ? 0xffffffff : Number(mask) };
}

/** The selectors and the action of a rule, as far as they are given. */
function readRule(words: Words): Draft {
  const draft: Draft = {};
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'not') draft.not = true;
    else if (word === 'from' || word === 'to') {
      const prefix = prefixOf(words.need());
      if (prefix) draft[word === 'from' ? 'source' : 'destination'] = prefix;
    } else if (word === 'fwmark') draft.mark = markOf(words.need());
    else if (word === 'iif' || word === 'dev') draft.inDevice = words.need();
    else if (word === 'oif') draft.outDevice = words.need();
    else if (['pref', 'prio', 'priority', 'preference', 'order'].includes(word)) draft.priority = Number(words.need());
    else if (word === 'table' || word === 'lookup')
      Object.assign(draft, { action: 'lookup', table: tableOf(words.need(), 'invalid table ID') });
    else if ((ACTIONS as readonly string[]).includes(word)) draft.action = word as 'blackhole';
    else if (
      ['tos', 'dsfield', 'ipproto', 'sport', 'dport', 'uidrange', 'goto', 'nop', 'realms', 'l3mdev'].includes(word)
    )
      throw new NotSimulated(`ip rule … ${word}`);
    else if (unsigned(word) !== undefined) throw new NotSimulated(`ip rule … ${word}`);
    else throw new Failure(`Error: argument "${word}" is wrong: Failed to parse rule type`, 255);
  }
  return draft;
}

const markText = ({ value, mask }: NonNullable<RuleInfo['mark']>): string =>
  `0x${value.toString(16)}${mask === 0xffffffff ? '' : `/0x${mask.toString(16)}`}`;

const sideText = (side: RuleInfo['source']): string =>
  side === undefined ? 'all' : `${side.address}${side.prefix === 32 ? '' : `/${side.prefix}`}`;

/** A line of `ip rule`. @param detached says whether a device of that name is missing */
function ruleText(rule: RuleInfo, detached: (device: string) => boolean): string {
  const device = (label: string, name: string | undefined): string =>
    name === undefined ? '' : `${label} ${name}${detached(name) ? ' [detached]' : ''} `;
  const action = rule.action === 'lookup' ? `lookup ${tableName(rule.table ?? 0)}` : rule.action;
  return [
    `${rule.priority}:\t${rule.not ? 'not ' : ''}from ${sideText(rule.source)} `,
    rule.destination ? `to ${sideText(rule.destination)} ` : '',
    rule.mark ? `fwmark ${markText(rule.mark)} ` : '',
    device('iif', rule.inDevice),
    device('oif', rule.outDevice),
    action,
  ].join('');
}

function ruleJson(rule: RuleInfo, detached: (device: string) => boolean): Json {
  const { priority, source, destination, mark, inDevice, outDevice, action, table } = rule;
  return {
    priority,
    ...(rule.not && { not: null }),
    src: source?.address ?? 'all',
    ...(source && source.prefix < 32 && { srclen: source.prefix }),
    ...(destination && { dst: destination.address }),
    ...(destination && destination.prefix < 32 && { dstlen: destination.prefix }),
    ...(mark && { fwmark: `0x${mark.value.toString(16)}` }),
    ...(mark && mark.mask !== 0xffffffff && { fwmask: `0x${mark.mask.toString(16)}` }),
    ...(inDevice !== undefined && { iif: inDevice, ...(detached(inDevice) && { iif_detached: null }) }),
    ...(outDevice !== undefined && { oif: outDevice, ...(detached(outDevice) && { oif_detached: null }) }),
    ...(action === 'lookup' ? { table: tableName(table ?? 0) } : { action }),
  };
}

/** `ip rule VERB …`. */
export function* rule(call: Call, options: IpOptions, words: Words, dialect: IpDialect): Task<void> {
  const { netlink } = call.sys;
  const verb = verbOf(words, dialect, 'rule', ['add', 'delete', 'show', 'list', 'lst', 'flush', 'save', 'restore']);
  if (verb === 'add' || verb === 'delete') {
    if (words.peek === undefined)
      throw new Failure(`"ip rule ${verb === 'add' ? 'add' : 'del'}" requires arguments.`, 1);
    const draft = readRule(words);
    const six = [draft.source, draft.destination].some((side) => side?.address.includes(':'));
    if (options.family === 'inet6' || six) throw new NotSimulated(`ip -6 rule ${verb}`);
    if (verb === 'delete') return ask(dialect, 'rule', () => netlink.deleteRule(draft));
    return ask(dialect, 'rule', () => netlink.addRule({ action: 'lookup', table: 254, ...draft }));
  }
  const wanted = readRule(words);
  const agrees = (each: RuleInfo): boolean =>
    (Object.keys(wanted) as (keyof RuleInfo)[]).every(
      (key) => JSON.stringify(each[key]) === JSON.stringify(wanted[key]),
    );
  const rules = netlink.rules(options.family).filter(agrees);
  if (verb === 'flush') {
    if (options.family === 'inet6') throw new NotSimulated('ip -6 rule flush');
    for (const each of rules) if (each.priority > 0) netlink.deleteRule(each);
    return;
  }
  if (verb !== 'show') throw new NotSimulated(`ip rule ${verb}`);
  const links = netlink.links();
  const detached = (device: string): boolean => !links.some(({ name }) => name === device);
  const end = dialect.listsAll ? ' ' : '';
  yield* call.print(
    options.json
      ? jsonText(
          rules.map((each) => ruleJson(each, detached)),
          options,
        )
      : rules.map((each) => `${ruleText(each, detached)}${end}\n`).join(''),
  );
}
