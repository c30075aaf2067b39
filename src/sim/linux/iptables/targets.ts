import type { NatRange, RejectReason, Target } from '../../kernel/netfilter/rule.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { Dialect } from './dialect.ts';
import { maskedMark } from './mark.ts';
import { ParameterProblem } from './problem.ts';

/** Targets that iptables has and the simulation lacks. */
const LACKING = ['CONNMARK', 'NOTRACK', 'CT', 'TCPMSS', 'NFLOG', 'NFQUEUE', 'QUEUE', 'TTL'];
const MORE_LACKING = ['SET', 'TRACE', 'NETMAP', 'TPROXY', 'TEE', 'DSCP', 'TOS', 'CLASSIFY', 'CHECKSUM', 'AUDIT'];

/** Begins the target that `-j NAME` names. @param isChain says whether the table has a chain of this name */
export function beginTarget(name: string, dialect: Dialect, isChain: (name: string) => boolean): Target {
  switch (name) {
    case 'ACCEPT':
    case 'DROP':
    case 'RETURN':
      return { kind: name };
    case 'REJECT':
      return { kind: name, with: dialect.reasons[0]?.[0] ?? 'tcp-reset' };
    case 'DNAT':
    case 'SNAT':
    case 'MASQUERADE':
    case 'REDIRECT':
      return { kind: name, to: {} };
    case 'LOG':
      return { kind: name, prefix: '', level: 4 };
    case 'MARK':
      return { kind: name, value: 0, mask: 0 };
  }
  if (isChain(name)) return { kind: 'jump', chain: name };
  if (LACKING.includes(name) || MORE_LACKING.includes(name)) throw new NotSimulated(`iptables -j ${name}`);
  throw new ParameterProblem(`Couldn't load target \`${name}':No such file or directory\n`);
}

/** The target after one of its options; undefined where it has no such option. */
export function changeTarget(
  target: Target,
  option: string,
  dialect: Dialect,
  value: () => string,
): Target | undefined {
  if (target.kind === 'REJECT' && option === '--reject-with')
    return { kind: 'REJECT', with: rejectReason(value(), dialect) };
  if (
    (target.kind === 'MASQUERADE' || target.kind === 'REDIRECT') &&
    '--to-ports'.startsWith(option) &&
    option.length > 4
  )
    return { ...target, to: { ports: portRange(value()) } };
  if (target.kind === 'LOG') return changeLog(target, option, value);
  if (target.kind === 'MARK') return changeMark(target, option, value);
  const address = { DNAT: '--to-destination', SNAT: '--to-source' }[target.kind as string];
  if (address === undefined || option.length < 4 || !address.startsWith(option)) return undefined;
  return { kind: target.kind as 'DNAT' | 'SNAT', to: natRange(value(), dialect) };
}

const LEVELS = ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'];

type Log = Extract<Target, { kind: 'LOG' }>;

function changeLog(target: Log, option: string, value: () => string): Log | undefined {
  if (option === '--log-prefix') return { ...target, prefix: value() };
  if (['--log-ip-options', '--log-tcp-options', '--log-tcp-sequence', '--log-uid'].includes(option))
    throw new NotSimulated(`iptables -j LOG ${option}`);
  if (option !== '--log-level') return undefined;
  const text = value();
  const level = /^[0-7]$/.test(text) ? Number(text) : LEVELS.findIndex((name) => name.startsWith(text.toLowerCase()));
  if (level < 0) throw new ParameterProblem(`log-level \`${text}' unknown`);
  return { ...target, level };
}

type Mark = Extract<Target, { kind: 'MARK' }>;

/** What is set: `--set-mark` clears the bits of its mask too, `--and-mark` and its kin have their own (libxt_MARK.c). */
function changeMark(target: Mark, option: string, value: () => string): Mark | undefined {
  if (option === '--set-xmark') return { ...target, ...maskedMark(value()) };
  if (option === '--set-mark') {
    const { value: set, mask } = maskedMark(value());
    return { ...target, value: set, mask: (mask | set) >>> 0 };
  }
  if (!['--and-mark', '--or-mark', '--xor-mark'].includes(option)) return undefined;
  const bits = maskedMark(value()).value;
  if (option === '--and-mark') return { ...target, value: 0, mask: ~bits >>> 0 };
  return { ...target, value: bits, mask: option === '--or-mark' ? bits : 0 };
}

/** Throws where a target lacks what it needs. */
export function checkTarget(target: Target): void {
  const option = { DNAT: '--to-destination', SNAT: '--to-source' }[target.kind as string];
  if (option === undefined || !('to' in target) || target.to.address !== undefined || target.to.ports) return;
  throw new ParameterProblem(`${target.kind}: option "${option}" must be specified\n`);
}

function rejectReason(text: string, { reasons }: Dialect): RejectReason {
  const found = reasons.find(([long, short]) => long.startsWith(text) || short.startsWith(text));
  if (!found) throw new ParameterProblem(`unknown reject type "${text}"`);
  return found[0];
}

function portRange(text: string): { first: number; last: number } {
  const [first = '', last = first] = text.split('-');
  const range = { first: Number(first), last: Number(last) };
  const valid = [first, last].every((port) => /^\d+$/.test(port) && Number(port) > 0 && Number(port) <= 0xffff);
  if (!valid) throw new ParameterProblem(`Port \`${text}' not valid`);
  if (range.last < range.first) throw new ParameterProblem(`Port range \`${text}' funky`);
  return range;
}

/** `1.2.3.4:80`, of IPv6 `[fd00::2]:80`: only what stands in brackets can have ports there. */
function natRange(text: string, { family, parse }: Dialect): NatRange {
  const [, bracketed, behind] = /^\[(.*)\](?::(.*))?$/.exec(text) ?? [];
  const whole = family === 'inet6' && !/^:[\d-]+$/.test(text);
  const [plain = '', after] = whole ? [text] : text.split(':');
  const host = bracketed ?? plain;
  const ports = bracketed === undefined ? after : behind;
  if (host.includes('-')) throw new NotSimulated(`iptables --to ${text}`);
  const address = host === '' ? undefined : parse(host);
  if (host !== '' && address === undefined) throw new ParameterProblem(`Bad IP address "${host}"`);
  return { ...(address !== undefined && { address }), ...(ports !== undefined && { ports: portRange(ports) }) };
}
