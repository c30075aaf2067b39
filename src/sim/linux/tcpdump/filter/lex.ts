import { parseIpv6 } from '../../../kernel/wire/address.ts';
import { FilterError, syntaxError } from './filter-error.ts';
import { NUMBERS } from './numbers.ts';

/** One token: an operator or a keyword stands for itself. */
export interface Token {
  readonly kind: 'word' | 'id' | 'number' | 'address' | 'address6' | 'mac' | 'arcnet' | 'end';
  readonly text: string;
  readonly value: number;
}

const PROTOCOL_WORDS =
  'link ether ppp slip fddi tr wlan arp rarp ip sctp tcp udp icmp igmp igrp pim vrrp carp radio ip6 icmp6 ah esp atalk aarp decnet lat sca moprc mopdl iso esis es-is isis is-is l1 l2 iih lsp snp csnp psnp clnp stp ipx netbeui';
const OTHER_WORDS =
  'dst src host net mask port portrange proto protochain gateway type subtype direction dir address1 addr1 address2 addr2 address3 addr3 address4 addr4 ra ta less greater byte broadcast multicast and or not len length inbound outbound ifindex vlan mpls pppoed pppoes geneve vxlan lane llc metac bcc oam oamf4 oamf4ec oamf4sc sc ilmic vpi vci connectmsg metaconnect on ifname rset ruleset rnr rulenum srnr subrulenum reason action fisu lssu lsu msu hfisu hlssu hmsu sio opc dpc sls hsio hopc hdpc hsls';

export const PROTOCOLS: ReadonlySet<string> = new Set(PROTOCOL_WORDS.split(' '));
const KEYWORDS: ReadonlySet<string> = new Set([...PROTOCOLS, ...OTHER_WORDS.split(' ')]);
/** Words of more than one spelling. */
const SYNONYMS: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or', '==': '=', not: '!', length: 'len' };

const WORD = /[A-Za-z0-9](?:[-_.A-Za-z0-9]*[.A-Za-z0-9])?/y;
const OPERATOR = />=|<=|!=|==|<<|>>|&&|\|\||[+\-*/%:[\]!<>()&|^=]/y;
const QUOTED = /\\[^ !()\n\t]+/y;
const ARCNET = /\$[0-9A-Fa-f]{1,2}/y;
const MAC =
  /[0-9A-Fa-f]{1,2}(?:(?::[0-9A-Fa-f]{1,2}){5}|(?:-[0-9A-Fa-f]{1,2}){5}|(?:\.[0-9A-Fa-f]{1,2}){5})|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12}/y;
const NUMBER = /0[xX][0-9A-Fa-f]+|[0-9]+/y;
const ADDRESS = /(?:0[xX][0-9A-Fa-f]+|[0-9]+)(?:\.(?:0[xX][0-9A-Fa-f]+|[0-9]+)){1,3}/y;
const COLONS = /[0-9A-Fa-f:.]+/y;
const BROKEN_MAC = /[0-9A-Fa-f]{1,2}:+(?:[0-9A-Fa-f]{1,2}:+)+/y;

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** The longest IPv6 address that begins here. */
function ipv6At(text: string, at: number): string {
  for (let run = matchAt(COLONS, text, at); run.includes(':'); run = run.slice(0, -1))
    if (parseIpv6(run) !== undefined) return run;
  return '';
}

/** stoulen(): decimal, 0x and octal. */
export function numberOf(text: string): number {
  const hexadecimal = /^0x/i.test(text);
  const octal = !hexadecimal && text.length > 1 && text.startsWith('0');
  const kind = hexadecimal ? 'hexadecimal' : octal ? 'octal' : 'decimal';
  if (octal && /[89]/.test(text)) throw new FilterError(`number ${text} contains non-octal digit`);
  const value = octal ? Number.parseInt(text, 8) : Number(text);
  if (value > 0xffff_ffff) throw new FilterError(`${kind} number ${text} overflows 32 bits`);
  return value;
}

/** The token at `at`: the longest one, and of equally long ones the first named here, as flex has it. */
function tokenAt(text: string, at: number): { token: Token; length: number } {
  const word = matchAt(WORD, text, at);
  const candidates: (readonly [Token['kind'], string])[] = [
    ['word', KEYWORDS.has(word) ? word : ''],
    ['word', matchAt(OPERATOR, text, at)],
    ['arcnet', matchAt(ARCNET, text, at)],
    ['mac', matchAt(MAC, text, at)],
    ['number', matchAt(NUMBER, text, at)],
    ['address', matchAt(ADDRESS, text, at)],
    ['address6', ipv6At(text, at)],
    ['end', matchAt(BROKEN_MAC, text, at)],
    ['number', word in NUMBERS ? word : ''],
    ['id', word],
    ['id', matchAt(QUOTED, text, at)],
  ];
  const [kind, found] = candidates.reduce((best, next) => (next[1].length > best[1].length ? next : best));
  if (found === '') throw syntaxError();
  if (kind === 'end') throw new FilterError(`invalid Ethernet address ${found}`);
  const named = NUMBERS[found];
  const value = kind === 'number' ? (named ?? numberOf(found)) : 0;
  const shown = kind === 'id' && found.startsWith('\\') ? found.slice(1) : found;
  return { token: { kind, text: SYNONYMS[shown] ?? shown, value }, length: found.length };
}

/** Cuts a filter into tokens; the last one is the end. What is none is only found when it is reached. */
export function* tokensOf(text: string): Generator<Token> {
  for (let at = 0; at < text.length; ) {
    if (/[ \r\n\t]/.test(text[at] as string)) {
      at++;
      continue;
    }
    const { token, length } = tokenAt(text, at);
    yield token;
    at += length;
  }
}
