import { viewOf } from '../../kernel/wire/bytes.ts';
import { DNS_RCODE, type DnsMessage, type DnsQuestion, emitDns, parseDns } from '../../kernel/wire/dns.ts';

const HEADER = 12;
const OPCODE_NOTIFY = 4;
/** What a client takes over UDP that did not say otherwise (RFC 1035 §4.2.1). */
const MINIMUM_SIZE = 512;
/** EDNS (RFC 6891 §6.1.1); its class is the size. */
const OPT = 'TYPE41';

export interface DnsQuery extends DnsMessage {
  readonly questions: readonly [DnsQuestion];
}

/** A header only, as the server library refuses what it will not hand on (miekg/dns, SetRcodeFormatError). */
const refusal = (bytes: Uint8Array, opcode: number, rcode: number): DnsMessage => ({
  id: viewOf(bytes).getUint16(0),
  response: true,
  opcode,
  authoritative: false,
  truncated: false,
  recursionDesired: ((bytes[2] ?? 0) & 0x01) !== 0,
  recursionAvailable: ((bytes[3] ?? 0) & 0x80) !== 0,
  rcode,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
});

/**
 * What the server library (miekg/dns, DefaultMsgAcceptFunc) makes of a message before the resolver sees it: a query with
 * one question, a refusal to send back, or nothing for what is no question at all.
 */
export function acceptQuery(bytes: Uint8Array): { query: DnsQuery } | { refusal: DnsMessage } | undefined {
  if (bytes.length < HEADER || ((bytes[2] ?? 0) & 0x80) !== 0) return undefined;
  const opcode = ((bytes[2] ?? 0) >> 3) & 0xf;
  if (opcode !== 0 && opcode !== OPCODE_NOTIFY) return { refusal: refusal(bytes, opcode, DNS_RCODE.NOTIMP) };
  const view = viewOf(bytes);
  const [questions, answers, authorities, additionals] = [4, 6, 8, 10].map((at) => view.getUint16(at));
  const strange = questions !== 1 || (answers ?? 0) > 1 || (authorities ?? 0) > 1 || (additionals ?? 0) > 2;
  const query = strange ? undefined : parseDns(bytes);
  const [question] = query?.questions ?? [];
  if (query === undefined || question === undefined) return { refusal: refusal(bytes, 0, DNS_RCODE.FORMERR) };
  return { query: { ...query, questions: [question] } };
}

/** An answer without records yet, from a server that recurses (createRespMsg). */
export const replyTo = ({ id, opcode, recursionDesired, questions }: DnsQuery): DnsMessage => ({
  id,
  response: true,
  opcode,
  authoritative: false,
  truncated: false,
  recursionDesired,
  recursionAvailable: true,
  rcode: DNS_RCODE.NOERROR,
  questions,
  answers: [],
  authorities: [],
  additionals: [],
});

/** A failure says nothing of recursion (SetRcode). */
export const failureOf = (query: DnsQuery): DnsMessage => ({
  ...replyTo(query),
  recursionAvailable: false,
  rcode: DNS_RCODE.SERVFAIL,
});

/** How large an answer over UDP may be. */
export function udpLimit({ additionals }: DnsMessage): number {
  const options = additionals.find(({ type }) => type === OPT);
  return Math.max(MINIMUM_SIZE, options?.class ?? 0);
}

/** The engine's own answer as bytes: names are only compressed where it would not fit, then answers left out (Msg.Truncate). */
export function emitWithin(message: DnsMessage, limit: number): Uint8Array {
  const plain = emitDns(message, false);
  if (plain.length <= limit) return plain;
  const { answers } = message;
  for (let kept = answers.length; ; kept--) {
    const truncated = kept < answers.length;
    const compressed = emitDns({ ...message, truncated, answers: answers.slice(0, kept) });
    if (compressed.length <= limit || kept === 0) return compressed;
  }
}
