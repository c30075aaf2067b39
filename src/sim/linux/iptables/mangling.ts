import type { Mangling, Target } from '../../kernel/netfilter/rule.ts';
import type { Dialect } from './dialect.ts';
import { serviceClass, tosValue, unsigned } from './seldom-matches.ts';

const KINDS = ['TTL', 'HL', 'TOS', 'DSCP', 'TCPMSS'];

export const isMangling = (target: Target): target is Mangling => KINDS.includes(target.kind);

/** Begins a target that changes packets; undefined where `name` is none. */
export function beginMangling(name: string, { family }: Dialect): Mangling | undefined {
  switch (name) {
    case 'TTL':
    case 'HL':
      return (name === 'HL') === (family === 'inet6') ? { kind: name, how: undefined, value: 0 } : undefined;
    case 'TOS':
      return { kind: name, value: 0, mask: -1 };
    case 'DSCP':
      return { kind: name, value: -1 };
    case 'TCPMSS':
      return { kind: name, mss: -1 };
  }
  return undefined;
}

/** As {@link changeTarget}. */
export function changeMangling(target: Mangling, option: string, value: () => string): Mangling | undefined {
  const { kind } = target;
  if (kind === 'TOS') return option === '--set-tos' ? { kind, ...tosValue(value()) } : undefined;
  if (kind === 'DSCP') {
    if (option === '--set-dscp') return { kind, value: unsigned('DSCP:--set-dscp', value(), 63) };
    return option === '--set-dscp-class' ? { kind, value: serviceClass(value()) } : undefined;
  }
  if (kind === 'TCPMSS') {
    if (option === '--set-mss') return { kind, mss: unsigned('TCPMSS:--set-mss', value(), 65_515) };
    return option === '--clamp-mss-to-pmtu' ? { kind, mss: undefined } : undefined;
  }
  const how = (['set', 'inc', 'dec'] as const).find((verb) => option === `--${kind.toLowerCase()}-${verb}`);
  return how && { kind, how, value: unsigned(`${kind}:${option}`, value(), 255, how === 'set' ? 0 : 1) };
}

/** What such a target lacks. */
export function manglingFault(target: Mangling): string | undefined {
  switch (target.kind) {
    case 'TOS':
      return target.mask < 0 ? 'TOS: An action is required' : undefined;
    case 'DSCP':
      return target.value < 0 ? 'DSCP target: Parameter --set-dscp is required' : undefined;
    case 'TCPMSS':
      return target.mss === -1 ? 'TCPMSS target: At least one parameter is required' : undefined;
    default:
      return target.how ? undefined : `${target.kind}: You must specify an action`;
  }
}
