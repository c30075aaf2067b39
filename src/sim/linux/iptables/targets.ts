import type { AddressMatch, NatRange, RejectReason, Target } from '../../kernel/netfilter/rule.ts';
import { LOG_FLAGS } from '../../kernel/netfilter/rule-text.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { Dialect } from './dialect.ts';
import { beginMangling, changeMangling, isMangling, manglingFault } from './mangling.ts';
import { maskedMark } from './mark.ts';
import { ParameterProblem } from './problem.ts';

/** Targets that iptables has and the simulation lacks. */
const LACKING = ['CONNMARK', 'NFLOG', 'NFQUEUE', 'QUEUE', 'SECMARK', 'CONNSECMARK', 'RATEEST', 'SYNPROXY', 'IDLETIMER'];
const MORE_LACKING = ['SET', 'TRACE', 'TPROXY', 'TEE', 'CLASSIFY', 'CHECKSUM', 'AUDIT'];

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
      return { kind: name, prefix: '', level: 4, flags: 0 };
    case 'MARK':
      return { kind: name, value: -1, mask: 0 };
    case 'NETMAP':
      return { kind: name, network: { address: 0, prefix: -1 } };
    case 'NOTRACK':
    case 'CT':
      return { kind: name };
  }
  const mangling = beginMangling(name, dialect);
  if (mangling) return mangling;
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
  if ('to' in target && NAT_FLAGS.includes(option))
    return { ...target, to: { ...target.to, flags: flagsWith(target.to.flags, option) } };
  if (
    (target.kind === 'MASQUERADE' || target.kind === 'REDIRECT') &&
    '--to-ports'.startsWith(option) &&
    option.length > 4
  )
    return { ...target, to: { ...target.to, ports: portRange(value()) } };
  if (target.kind === 'NETMAP' && option === '--to') return { ...target, network: networkOf(value(), dialect) };
  if (target.kind === 'CT' && option === '--notrack') return target;
  if (target.kind === 'LOG') return changeLog(target, option, value);
  if (target.kind === 'MARK') return changeMark(target, option, value);
  if (isMangling(target)) return changeMangling(target, option, value);
  const address = { DNAT: '--to-destination', SNAT: '--to-source' }[target.kind as string];
  if (address === undefined || option.length < 4 || !address.startsWith(option)) return undefined;
  const { flags } = 'to' in target ? target.to : {};
  return { kind: target.kind as 'DNAT' | 'SNAT', to: { ...natRange(value(), dialect), ...(flags && { flags }) } };
}

const LEVELS = ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'];

type Log = Extract<Target, { kind: 'LOG' }>;

function changeLog(target: Log, option: string, value: () => string): Log | undefined {
  // struct xt_log_info has 30 bytes for it.
  if (option === '--log-prefix') return { ...target, prefix: value().slice(0, 29) };
  const bit = LOG_FLAGS.indexOf(option);
  if (bit >= 0) return { ...target, flags: target.flags | (1 << bit) };
  if (option !== '--log-level') return undefined;
  const text = value();
  const level = /^[0-7]$/.test(text) ? Number(text) : LEVELS.findIndex((name) => name.startsWith(text.toLowerCase()));
  if (level < 0) throw new ParameterProblem(`log level "${text}" unknown\n`);
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

const NAT_FLAGS = ['--random', '--random-fully', '--persistent'];

/** In the order in which they are written. */
const flagsWith = (flags: readonly string[] = [], option: string): readonly string[] =>
  NAT_FLAGS.map((name) => name.slice(2)).filter((name) => flags.includes(name) || `--${name}` === option);

function networkOf(text: string, { parse, width }: Dialect): AddressMatch {
  const [host = '', length = `${width}`] = text.split('/');
  const address = parse(host);
  if (address === undefined) throw new ParameterProblem('getaddrinfo: Temporary failure in name resolution\n');
  return { address, prefix: Number(length) };
}

/** TCP, UDP, DCCP, SCTP. */
const WITH_PORTS = [6, 17, 33, 132];

function faultOf(target: Target): string | undefined {
  if (target.kind === 'MARK' && target.value < 0)
    return 'MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required';
  if (target.kind === 'NETMAP' && target.network.prefix < 0) return 'NETMAP: option "--to" must be specified\n';
  return isMangling(target) ? manglingFault(target) : undefined;
}

/** Throws where a target lacks what it needs, or ports stand where the protocol has none. */
export function checkTarget(target: Target, protocol: number | undefined): void {
  const fault = faultOf(target);
  if (fault !== undefined) throw new ParameterProblem(fault);
  if ('to' in target && target.to.ports && !WITH_PORTS.includes(protocol ?? 0))
    throw new ParameterProblem('Need TCP, UDP, SCTP or DCCP with port specification');
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
  const [first = '', end] = host.split('-');
  const [address, last] = [first, end].map((each) => (each ? parse(each) : undefined));
  if (host !== '' && (address === undefined || (end !== undefined && last === undefined)))
    throw new ParameterProblem(`Bad IP address "${host}"`);
  return {
    ...(address !== undefined && { address }),
    ...(typeof last === 'number' && { last }),
    ...(ports !== undefined && { ports: portRange(ports) }),
  };
}
