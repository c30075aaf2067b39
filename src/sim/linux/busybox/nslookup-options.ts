import type { DnsType } from '../../kernel/wire/dns.ts';
import { Failure, Misuse } from '../call.ts';
import { wholeNumber } from './number.ts';

/** In the order in which they are asked for; those without a name of their own on the wire by number. */
const QUERY_TYPES: readonly (readonly [name: string, type: DnsType])[] = [
  ['SOA', 'SOA'],
  ['NS', 'NS'],
  ['A', 'A'],
  ['AAAA', 'AAAA'],
  ['CNAME', 'CNAME'],
  ['MX', 'TYPE15'],
  ['TXT', 'TYPE16'],
  ['SRV', 'TYPE33'],
  ['PTR', 'PTR'],
  ['ANY', 'ANY'],
];

const OPTIONS = ['type', 'querytype', 'port', 'retry', 'debug', 't', 'timeout'] as const;
const INT_MAX = 2 ** 31 - 1;

export interface NslookupSettings {
  /** None: the applet guesses by what the name looks like. */
  readonly types: readonly DnsType[];
  readonly port: number;
  readonly retry: number;
  /** Seconds. */
  readonly timeout: number;
  readonly debug: boolean;
  readonly host: string;
  readonly server: string | undefined;
}

/** libbb's index_in_substrings(): a whole word, or the only one that begins so. */
function optionNamed(key: string): (typeof OPTIONS)[number] | undefined {
  if (key === '') return undefined;
  const exact = OPTIONS.find((option) => option === key);
  const beginning = OPTIONS.filter((option) => option.startsWith(key));
  return exact ?? (beginning.length === 1 ? beginning[0] : undefined);
}

function queryType(text: string): string {
  const found = QUERY_TYPES.find(([name]) => name === text.toUpperCase());
  if (found === undefined) throw new Failure(`invalid query type "${text}"`);
  return found[0];
}

/** What stands on the command line: options with one dash and `=`, a name, perhaps a server. Throws Misuse, Failure. */
export function nslookupSettings(words: readonly string[]): NslookupSettings {
  const left = [...words];
  const types = new Set<string>();
  const found = { port: 53, retry: 2, timeout: 5, debug: false };
  while (left[0]?.startsWith('-')) {
    const [key = '', ...rest] = (left.shift() ?? '').slice(1).split('=');
    const value = rest.join('=');
    const option = optionNamed(key);
    if (option === undefined) throw new Misuse();
    if (option === 'type' || option === 'querytype') types.add(queryType(value));
    else if (option === 'port') found.port = wholeNumber(value, 1, 0xffff);
    else if (option === 'retry') found.retry = wholeNumber(value, 1, INT_MAX);
    else if (option === 'debug') found.debug = true;
    else found.timeout = wholeNumber(value, 1, Math.floor(INT_MAX / 1000));
  }
  const [host, server] = left;
  if (host === undefined || left.length > 2) throw new Misuse();
  return { ...found, host, server, types: QUERY_TYPES.flatMap(([name, type]) => (types.has(name) ? [type] : [])) };
}
