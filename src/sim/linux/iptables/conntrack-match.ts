import { type AddressMatch, type ConntrackMatch, CTSTATES } from '../../kernel/netfilter/rule.ts';
import { parseIp } from '../../kernel/wire/ip-address.ts';
import { ports, states } from './match-values.ts';
import type { Change } from './matches.ts';
import { protocolNumber } from './names.ts';
import { ParameterProblem } from './problem.ts';

function addressOf(text: string, not: boolean): AddressMatch {
  const [host = '', length] = text.split('/');
  const address = parseIp(host);
  if (address === undefined) throw new ParameterProblem('getaddrinfo: Temporary failure in name resolution\n');
  const prefix = Number(length ?? (typeof address === 'number' ? 32 : 128));
  return { address, prefix, ...(not && { not }) };
}

function directionOf(text: string): 'ORIGINAL' | 'REPLY' {
  const found = (['ORIGINAL', 'REPLY'] as const).find((known) => known.startsWith(text.toUpperCase()));
  if (found === undefined) throw new ParameterProblem(`conntrack: Bad value for "--ctdir" option: "${text}"`);
  return found;
}

/** The options of `-m conntrack`. */
export function conntrackOptions(): Readonly<Record<string, Change<ConntrackMatch>>> {
  const address =
    (name: string): Change<ConntrackMatch> =>
    (match, value, not) => ({ ...match, addresses: { ...match.addresses, [name]: addressOf(value, not) } });
  const port =
    (name: string): Change<ConntrackMatch> =>
    (match, value, not) => ({ ...match, ports: { ...match.ports, [name]: ports(value, not) } });
  const ends = ['origsrc', 'origdst', 'replsrc', 'repldst'];
  return {
    '--ctstate': (match, value, not) => ({
      ...match,
      ...{ states: states(value, 'ctstate', CTSTATES), ...(not && { not }) },
    }),
    '--ctproto': (match, value, not) => ({
      ...match,
      protocol: { number: protocolNumber(value), ...(not && { not }) },
    }),
    '--ctdir': (match, value) => ({ ...match, direction: directionOf(value) }),
    ...Object.fromEntries(ends.map((end) => [`--ct${end}`, address(end)])),
    ...Object.fromEntries(ends.map((end) => [`--ct${end}port`, port(`${end}port`)])),
  };
}
