import { bytesToIpv6, bytesToMac } from '../kernel/wire/address.ts';
import { type Field, Header, hex, type Layer } from './header.ts';

const HEADER = 40;
const PROTOCOL_ICMPV6 = 58;
const ERRORS: ReadonlySet<number> = new Set([1, 2, 3, 4]);
const ECHOES: ReadonlySet<number> = new Set([128, 129]);
const NEIGHBOURS: ReadonlySet<number> = new Set([135, 136]);
const TYPES: Readonly<Record<number, string>> = {
  1: 'destination inaccessible',
  2: 'paquet trop grand',
  3: 'nombre de sauts épuisé',
  128: 'demande d’écho',
  129: 'réponse d’écho',
  133: 'sollicitation de routeur',
  135: 'sollicitation de voisin',
  136: 'annonce de voisin',
};
const NEXT_HEADERS: Readonly<Record<number, string>> = { 6: 'TCP', 17: 'UDP', 44: 'fragment', 58: 'ICMPv6' };

/** Decodes TCP, UDP and what else both families carry. */
type Transport = (bytes: Uint8Array, at: number, protocol: number) => Layer[];

function address(header: Header, bytes: Uint8Array, name: string, at: number, offset: number): void {
  const text = at + offset + 16 <= bytes.length ? bytesToIpv6(bytes.subarray(at + offset, at + offset + 16)) : '';
  header.note(name, offset, 16, text);
}

/** An IPv6 packet, layer by layer; `at`: where it begins among the bytes. */
export function decodePacket6(bytes: Uint8Array, at: number, transport: Transport): Layer[] {
  const header = new Header(bytes, at);
  const next = header.number(6, 1);
  header.note('version', 0, 4, `6, étiquette de flux ${hex(header.number(0, 4) & 0xfffff, 5)}`);
  header.count('longueur utile', 4, 2).note('en-tête suivant', 6, 1, `${next} (${NEXT_HEADERS[next] ?? 'autre'})`);
  header.count('nombre de sauts', 7, 1);
  address(header, bytes, 'source', at, 8);
  address(header, bytes, 'destination', at, 24);
  const ip = { name: 'IPv6', fields: header.fields };
  if (next !== PROTOCOL_ICMPV6) return [ip, ...transport(bytes, at + HEADER, next)];
  return [ip, ...decodeIcmpv6(bytes, at + HEADER, transport)];
}

function decodeIcmpv6(bytes: Uint8Array, at: number, transport: Transport): Layer[] {
  const header = new Header(bytes, at);
  const type = header.number(0, 1);
  header.note('type', 0, 1, `${type} (${TYPES[type] ?? 'autre'})`).count('code', 1, 1);
  header.note('somme de contrôle', 2, 2, hex(header.number(2, 2), 4));
  if (ECHOES.has(type)) header.count('identifiant', 4, 2).count('numéro de séquence', 6, 2);
  if (NEIGHBOURS.has(type)) address(header, bytes, 'adresse cherchée', at, 8);
  const icmp = { name: 'ICMPv6', fields: [...header.fields, ...lladdr(bytes, at, type)] };
  if (!ERRORS.has(type) || at + 8 >= bytes.length) return [icmp];
  const quoted = decodePacket6(bytes, at + 8, transport);
  return [icmp, ...quoted.map((layer) => ({ ...layer, name: `${layer.name} (paquet en cause)` }))];
}

/** The link-layer address that a message of neighbour discovery ends with. */
function lladdr(bytes: Uint8Array, at: number, type: number): Field[] {
  const start = at + 26;
  if (!NEIGHBOURS.has(type) || start + 6 > bytes.length) return [];
  const value = bytesToMac(bytes.subarray(start, start + 6));
  return [{ name: 'adresse MAC', value, start, end: start + 6 }];
}
