/** A capture file of one Ethernet interface (draft-ietf-opsawg-pcapng): a section, its interface, its packets. Little-endian. */

const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const LINKTYPE_ETHERNET = 1;
/** A length that is not known. */
const UNKNOWN = 0xffff_ffff;
const OPTION = { end: 0, interfaceName: 2, interfaceDescription: 3, userApplication: 4, packetFlags: 2 } as const;
const INBOUND = 1;
const OUTBOUND = 2;

const padded = (length: number): number => (length + 3) & ~3;

/** Bytes that are written one after the other, each item filled up to 32 bits. */
class Writer {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  bytes(data: Uint8Array): this {
    const part = new Uint8Array(padded(data.length));
    part.set(data);
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }

  words(...words: readonly number[]): this {
    const part = new Uint8Array(4 * words.length);
    const view = new DataView(part.buffer);
    words.forEach((word, i) => {
      view.setUint32(4 * i, word, true);
    });
    return this.bytes(part);
  }

  halves(first: number, second: number): this {
    return this.words((second * 0x1_0000 + first) >>> 0);
  }

  option(code: number, data: string | Uint8Array): this {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    return this.halves(code, bytes.length).bytes(bytes);
  }

  /** What was written as a block, with its type and its length before and behind. */
  block(type: number): Uint8Array {
    const body = this.halves(OPTION.end, 0);
    const length = body.#length + 12;
    const block = new Uint8Array(length);
    const view = new DataView(block.buffer);
    view.setUint32(0, type, true);
    view.setUint32(4, length, true);
    view.setUint32(length - 4, length, true);
    let at = 8;
    for (const part of body.#parts) {
      block.set(part, at);
      at += part.length;
    }
    return block;
  }
}

/** The beginning of a file: the section and its one interface. Times of packets are µs, as is the format's default. */
export function pcapngHeader(interfaceName: string, description: string): readonly Uint8Array[] {
  const section = new Writer().words(BYTE_ORDER_MAGIC).halves(1, 0).words(UNKNOWN, UNKNOWN);
  const device = new Writer().halves(LINKTYPE_ETHERNET, 0).words(0);
  return [
    section.option(OPTION.userApplication, 'Passerelle').block(SECTION_HEADER),
    device
      .option(OPTION.interfaceName, interfaceName)
      .option(OPTION.interfaceDescription, description)
      .block(INTERFACE_DESCRIPTION),
  ];
}

/** One packet. `time`: µs since 1970. */
export function pcapngPacket(frame: Uint8Array, time: number, direction: 'tx' | 'rx'): Uint8Array {
  const flags = Uint8Array.of(direction === 'rx' ? INBOUND : OUTBOUND, 0, 0, 0);
  return new Writer()
    .words(0, Math.floor(time / 2 ** 32), time % 2 ** 32, frame.length, frame.length)
    .bytes(frame)
    .option(OPTION.packetFlags, flags)
    .block(ENHANCED_PACKET);
}
