import { bytesToMac, macToBytes } from './address.ts';
import { concatBytes, viewOf } from './bytes.ts';

export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_ARP = 0x0806;
export const ETHERTYPE_IPV6 = 0x86dd;
export const ETHERTYPE_VLAN = 0x8100;

const HEADER = 14;

/** An Ethernet II frame, without preamble, padding and frame check sequence: as a veth carries it. */
export interface EthernetFrame {
  readonly destination: string;
  readonly source: string;
  readonly etherType: number;
  readonly payload: Uint8Array;
}

/** The payload shares `bytes`; undefined when they are shorter than a header. */
export function parseEthernet(bytes: Uint8Array): EthernetFrame | undefined {
  if (bytes.length < HEADER) return undefined;
  return {
    destination: bytesToMac(bytes),
    source: bytesToMac(bytes.subarray(6)),
    etherType: viewOf(bytes).getUint16(12),
    payload: bytes.subarray(HEADER),
  };
}

export const emitEthernet = (frame: EthernetFrame): Uint8Array =>
  concatBytes(
    macToBytes(frame.destination),
    macToBytes(frame.source),
    Uint8Array.of(frame.etherType >> 8, frame.etherType),
    frame.payload,
  );
