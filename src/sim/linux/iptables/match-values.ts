import type { PortMatch } from '../../kernel/netfilter/rule.ts';
import { portNumber } from './names.ts';
import { ParameterProblem } from './problem.ts';

/** `80`, `80:90`, `:90` */
export function ports(text: string, not: boolean): PortMatch {
  const [first = '', last = first] = text.split(':');
  const range = { first: portNumber(first || '0'), last: portNumber(last || '65535') };
  if (range.last < range.first) throw new ParameterProblem('invalid portrange (min > max)');
  return { ...range, ...(not && { not }) };
}

/** A list of `names`, whatever their case. */
export function states<S extends string>(text: string, option: string, names: readonly S[]): S[] {
  return text.split(',').map((word) => {
    const state = names.find((known) => known === word.toUpperCase());
    if (state === undefined) throw new ParameterProblem(`Bad ${option} "${word}"`);
    return state;
  });
}
