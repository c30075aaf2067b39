import { bytesToIpv4, bytesToMac, ipv4Number, macToBytes } from './address.ts';
import { viewOf } from './bytes.ts';
import { ETHERTYPE_IPV4 } from './ethernet.ts';

const LENGTH = 28;
const HARDWARE_ETHERNET = 1;
/** One MAC (6 bytes) and one IPv4 address (4 bytes) long: the fields ar$hln and ar$pln read as one word. */
const ADDRESS_LENGTHS = 0x0604;

/** An ARP packet for IPv4 over Ethernet (RFC 826). */
export interface ArpPacket {
  readonly operation: 'request' | 'reply';
  readonly senderMac: string;
  readonly senderIp: string;
  readonly targetMac: string;
  readonly targetIp: string;
}

const OPERATIONS = new Map<number, ArpPacket['operation']>([
  [1, 'request'],
  [2, 'reply'],
]);

/** Undefined for other hardware, protocols and operations, and for fewer than 28 bytes; padding behind is ignored. */
export function parseArp(bytes: Uint8Array): ArpPacket | undefined {
  if (bytes.length < LENGTH) return undefined;
  const view = viewOf(bytes);
  if (view.getUint16(0) !== HARDWARE_ETHERNET || view.getUint16(2) !== ETHERTYPE_IPV4) return undefined;
  const operation = OPERATIONS.get(view.getUint16(6));
  if (view.getUint16(4) !== ADDRESS_LENGTHS || operation === undefined) return undefined;
  return {
    operation,
    senderMac: bytesToMac(bytes.subarray(8)),
    senderIp: bytesToIpv4(bytes.subarray(14)),
    targetMac: bytesToMac(bytes.subarray(18)),
    targetIp: bytesToIpv4(bytes.subarray(24)),
  };
}

export function emitArp(packet: ArpPacket): Uint8Array {
  const bytes = new Uint8Array(LENGTH);
  const view = viewOf(bytes);
  view.setUint16(0, HARDWARE_ETHERNET);
  view.setUint16(2, ETHERTYPE_IPV4);
  view.setUint16(4, ADDRESS_LENGTHS);
  view.setUint16(6, packet.operation === 'request' ? 1 : 2);
  bytes.set(macToBytes(packet.senderMac), 8);
  view.setUint32(14, ipv4Number(packet.senderIp));
  bytes.set(macToBytes(packet.targetMac), 18);
  view.setUint32(24, ipv4Number(packet.targetIp));
  return bytes;
}
