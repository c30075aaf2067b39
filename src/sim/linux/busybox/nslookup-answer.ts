import type { DnsMessage, DnsRecord } from '../../kernel/wire/dns.ts';

const RCODES = [
  ...['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'YXDOMAIN', 'YXRRSET', 'NXRRSET'],
  ...['NOTAUTH', 'NOTZONE', '11', '12', '13', '14', '15'],
];

/** A response code (0 to 15) as nslookup names it. */
export const rcodeName = (rcode: number): string => RCODES[rcode] ?? String(rcode);

const TARGETS = { NS: 'nameserver', CNAME: 'canonical name', PTR: 'name' } as const;

const orRoot = (name: string): string => name || '.';

function recordText(record: DnsRecord): string {
  const name = orRoot(record.name);
  if ('address' in record) return `Name:\t${name}\nAddress: ${record.address}\n`;
  if ('target' in record) return `${name}\t${TARGETS[record.type]} = ${orRoot(record.target)}\n`;
  if (!('soa' in record)) return '';
  const { primary, mailbox, serial, refresh, retry, expire, minimum } = record.soa;
  const figures = Object.entries({ serial, refresh, retry, expire, minimum });
  const lines = [`origin = ${orRoot(primary)}`, `mail addr = ${orRoot(mailbox)}`];
  return [name, ...lines.map((line) => `\t${line}`), ...figures.map(([key, value]) => `\t${key} = ${value}`), ''].join(
    '\n',
  );
}

/** The answer section, headed by whether the server speaks for the zone (parse_reply). */
export function answerText(reply: DnsMessage, debug: boolean): string {
  const head = reply.authoritative ? '' : 'Non-';
  const shown = !reply.authoritative || debug;
  return `${shown ? `${head}authoritative answer:\n` : ''}${reply.answers.map(recordText).join('')}`;
}
