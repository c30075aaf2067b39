import { parseDns } from '../kernel/wire/dns.ts';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from '../kernel/wire/ethernet.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../kernel/wire/ipv4.ts';
import { decodeDns } from './decode-dns.ts';
import { decodePacket6 } from './decode6.ts';
import { Header, hex, type Layer } from './header.ts';

export type { Layer } from './header.ts';

const ETHERTYPES: Readonly<Record<number, string>> = {
  [ETHERTYPE_IPV4]: 'IPv4',
  [ETHERTYPE_ARP]: 'ARP',
  [ETHERTYPE_IPV6]: 'IPv6',
};
const PROTOCOLS: Readonly<Record<number, string>> = {
  [PROTOCOL_ICMP]: 'ICMP',
  [PROTOCOL_TCP]: 'TCP',
  [PROTOCOL_UDP]: 'UDP',
};

/** A frame, layer by layer. */
export function decodeFrame(frame: Uint8Array): Layer[] {
  const header = new Header(frame, 0);
  const type = header.number(12, 2);
  header.mac('destination', 0).mac('source', 6);
  header.note('type', 12, 2, `${hex(type, 4)} (${ETHERTYPES[type] ?? 'autre'})`);
  const ethernet = { name: 'Ethernet', fields: header.fields };
  if (type === ETHERTYPE_ARP) return [ethernet, decodeArp(frame, 14)];
  return type === ETHERTYPE_IPV4 || type === ETHERTYPE_IPV6 ? [ethernet, ...decodePacket(frame, 14)] : [ethernet];
}

function decodeArp(bytes: Uint8Array, at: number): Layer {
  const header = new Header(bytes, at);
  const operation = header.number(6, 2);
  header.note('opération', 6, 2, operation === 1 ? '1 (question)' : `${operation} (réponse)`);
  header.mac('MAC de l’émetteur', 8).address('IP de l’émetteur', 14).mac('MAC cherchée', 18).address('IP cherchée', 24);
  return { name: 'ARP', fields: header.fields };
}

/** A packet of either family, layer by layer; `at`: where it begins among the bytes. */
export function decodePacket(bytes: Uint8Array, at = 0): Layer[] {
  const header = new Header(bytes, at);
  if (header.number(0, 1) >> 4 === 6) return decodePacket6(bytes, at, decodeTransport);
  const length = (header.number(0, 1) & 0x0f) * 4;
  const protocol = header.number(9, 1);
  const fragment = header.number(6, 2);
  header.note('version et longueur', 0, 1, `4, ${length} octets`).count('longueur totale', 2, 2);
  header.note('identification', 4, 2, hex(header.number(4, 2), 4));
  header.note('fragmentation', 6, 2, fragmentText(fragment)).count('TTL', 8, 1);
  header.note('protocole', 9, 1, `${protocol} (${PROTOCOLS[protocol] ?? 'autre'})`);
  header
    .note('somme de contrôle', 10, 2, hex(header.number(10, 2), 4))
    .address('source', 12)
    .address('destination', 16);
  const ip = { name: 'IPv4', fields: header.fields };
  if (length < 20 || (fragment & 0x1fff) > 0) return [ip];
  return [ip, ...decodeTransport(bytes, at + length, protocol)];
}

function fragmentText(field: number): string {
  const parts = [field & 0x4000 ? 'ne pas fragmenter' : '', field & 0x2000 ? 'suite à venir' : ''];
  return [...parts, `décalage ${(field & 0x1fff) * 8}`].filter(Boolean).join(', ');
}

function decodeTransport(bytes: Uint8Array, at: number, protocol: number): Layer[] {
  switch (protocol) {
    case PROTOCOL_ICMP:
      return decodeIcmp(bytes, at);
    case PROTOCOL_UDP:
      return decodeUdp(bytes, at);
    case PROTOCOL_TCP:
      return decodeTcp(bytes, at);
    default:
      return [];
  }
}

const ICMP_TYPES: Readonly<Record<number, string>> = {
  0: 'réponse d’écho',
  3: 'destination inaccessible',
  8: 'demande d’écho',
  11: 'durée de vie épuisée',
};

function decodeIcmp(bytes: Uint8Array, at: number): Layer[] {
  const header = new Header(bytes, at);
  const type = header.number(0, 1);
  header.note('type', 0, 1, `${type} (${ICMP_TYPES[type] ?? 'autre'})`).count('code', 1, 1);
  header.note('somme de contrôle', 2, 2, hex(header.number(2, 2), 4));
  const echo = type === 0 || type === 8;
  if (echo) header.count('identifiant', 4, 2).count('numéro de séquence', 6, 2);
  const icmp = { name: 'ICMP', fields: header.fields };
  if (echo) return [icmp, ...data('Données', bytes, at + 8)];
  return [icmp, ...decodePacket(bytes, at + 8).map((layer) => ({ ...layer, name: `${layer.name} (paquet en cause)` }))];
}

function decodeUdp(bytes: Uint8Array, at: number): Layer[] {
  const header = new Header(bytes, at);
  header.count('port source', 0, 2).count('port destination', 2, 2).count('longueur', 4, 2);
  header.note('somme de contrôle', 6, 2, hex(header.number(6, 2), 4));
  const udp = { name: 'UDP', fields: header.fields };
  const dns = parseDns(bytes.subarray(at + 8));
  return dns ? [udp, decodeDns(dns, bytes, at + 8)] : [udp, ...data('Données', bytes, at + 8)];
}

const TCP_FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];

function decodeTcp(bytes: Uint8Array, at: number): Layer[] {
  const header = new Header(bytes, at);
  const length = (header.number(12, 1) >> 4) * 4;
  const flags = header.number(13, 1);
  header.count('port source', 0, 2).count('port destination', 2, 2).count('séquence', 4, 4).count('acquittement', 8, 4);
  header.note('longueur', 12, 1, `${length} octets`);
  header.note('drapeaux', 13, 1, TCP_FLAGS.filter((_, bit) => flags & (1 << bit)).join(' '));
  header.count('fenêtre', 14, 2).note('somme de contrôle', 16, 2, hex(header.number(16, 2), 4));
  if (length > 20) header.note('options', 20, length - 20, `${length - 20} octets`);
  return [{ name: 'TCP', fields: header.fields }, ...data('Données', bytes, at + Math.max(length, 20))];
}

const decoder = new TextDecoder();

/** What is left, as text where it is one. */
function data(name: string, bytes: Uint8Array, start: number): Layer[] {
  const rest = bytes.subarray(start);
  if (rest.length === 0) return [];
  const text = rest.every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13)) ? decoder.decode(rest) : '';
  const value = text.split('\r\n')[0] || `${rest.length} octets`;
  return [{ name, fields: [{ name: text ? 'texte' : 'octets', value, start, end: bytes.length }] }];
}
