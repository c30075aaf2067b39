import type { LinkType } from '../pcap-file.ts';
import { and, type FilteredPacket, type Test } from './filtered-packet.ts';

export const ETHERNET_PROTOCOLS: Readonly<Record<string, number>> = {
  aarp: 0x80f3,
  arp: 0x0806,
  atalk: 0x809b,
  decnet: 0x6003,
  ip: 0x0800,
  ip6: 0x86dd,
  lat: 0x6004,
  lldp: 0x88cc,
  loopback: 0x9000,
  mopdl: 0x6001,
  moprc: 0x6002,
  rarp: 0x8035,
  sca: 0x6007,
  slow: 0x8809,
};

const VLAN_TAGS = [0x8100, 0x88a8, 0x9100];

/** Where things stand in packets of one link type; a `vlan` in the filter moves what comes after it. */
export class LinkLayer {
  readonly type: LinkType;
  /** Packets come from a device as they pass it: what is not in their bytes is known too. */
  readonly live: boolean;
  #tags = 0;

  constructor(type: LinkType, live: boolean) {
    this.type = type;
    this.live = live;
  }

  /** As error messages name it. */
  get name(): string {
    return this.type === 'EN10MB' ? 'DLT_EN10MB (Ethernet)' : 'DLT_LINUX_SLL2 (Linux cooked v2)';
  }

  get #protocol(): number {
    return (
      (this.type === 'EN10MB' ? 12 : 0) +
      (this.#tags === 0 ? 0 : this.type === 'EN10MB' ? 4 * this.#tags : 18 + 4 * this.#tags)
    );
  }

  /** Where the payload begins. */
  get payload(): number {
    return (this.type === 'EN10MB' ? 14 : 20) + 4 * this.#tags;
  }

  carries(etherType: number): Test {
    const at = this.#protocol;
    return (packet) => packet.load(at, 2) === etherType;
  }

  /** Of this VLAN, or of any; all that the filter asks from now on is asked behind the tag. */
  vlan(id?: number): Test {
    const at = this.#protocol;
    const tag = this.payload;
    this.#tags++;
    const tagged: Test = (packet) => VLAN_TAGS.includes(packet.load(at, 2));
    return id === undefined ? tagged : and(tagged, (packet) => (packet.load(tag, 2) & 0xfff) === id);
  }

  /** Of the payload. */
  load(offset: number, size: 1 | 2 | 4): (packet: FilteredPacket) => number {
    const at = this.payload + offset;
    return (packet) => packet.load(at, size);
  }
}
