import { MILLISECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import { ETH_P_ALL, type PacketAddress, type PacketStatistics, type ReceivedPacket } from '../../kernel/socket.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { macToBytes } from '../../kernel/wire/address.ts';
import { viewOf } from '../../kernel/wire/bytes.ts';
import { Failure } from '../call.ts';
import { passes, type Test } from './filter/filtered-packet.ts';
import type { CapturedPacket } from './packet-line.ts';
import type { LinkType } from './pcap-file.ts';

const COOKED_HEADER = 20;
const ARPHRD_ETHER = 1;
const ARPHRD_LOOPBACK = 772;
/** sll2_pkttype */
const PACKET_TYPES = { host: 0, broadcast: 1, multicast: 2, otherhost: 3, outgoing: 4 } as const;

export type CaptureDirection = 'in' | 'out' | 'inout';

export interface CaptureOptions {
  /** A device's name, or `any`. */
  readonly device: string;
  readonly promiscuous: boolean;
  readonly snapshotLength: number;
  /** How long packets are gathered before they are handed over, in ms. */
  readonly timeout: number;
  readonly direction: CaptureDirection;
}

/** Said when the interface that is captured on is no more. */
const DISAPPEARED = 'The interface disappeared';

/** A live capture as libpcap makes one (pcap-linux.c): a packet socket whose ring hands packets over block by block. */
export class Capture {
  readonly link: LinkType;
  readonly #sys: System;
  readonly #options: CaptureOptions;
  readonly #socket: number;
  #opened = 0;

  /** Throws {@link Failure} in libpcap's words. */
  constructor(sys: System, options: CaptureOptions) {
    this.#sys = sys;
    this.#options = options;
    this.link = options.device === 'any' ? 'LINUX_SLL2' : 'EN10MB';
    this.#socket = this.#open();
  }

  #open(): number {
    const { device, promiscuous } = this.#options;
    const any = device === 'any';
    try {
      const socket = this.#sys.socket('packet', any ? 'dgram' : 'raw');
      // Nothing is heard before the filter is there.
      this.#sys.setsockopt(socket, { filter: () => false });
      this.#sys.bind(socket, { family: 'packet', device: any ? '' : device, protocol: ETH_P_ALL, mac: '' });
      this.#sys.setsockopt(socket, { promiscuous: promiscuous && !any });
      return socket;
    } catch (error) {
      if (isErrno(error, 'ENODEV')) throw new Failure(`${device}: No such device exists\n(No such device exists)`);
      if (isErrno(error, 'EPERM'))
        throw new Failure(
          `${device}: You don't have permission to perform this capture on that device\n(Attempt to create packet socket failed - CAP_NET_RAW may be required)`,
        );
      throw error;
    }
  }

  /** Begins to hear what passes `test`. */
  start(test: Test | undefined): void {
    this.#opened = this.#sys.monotonic();
    const filter = (data: Uint8Array, from: PacketAddress): boolean => {
      if (test === undefined) return true;
      const bytes = this.#framed(data, from);
      const outgoing = from.packetType === 'outgoing';
      return passes(test, { bytes, length: bytes.length, outgoing, device: this.#indexOf(from.device) });
    };
    this.#sys.setsockopt(this.#socket, { filter });
  }

  get statistics(): PacketStatistics {
    return this.#sys.packetStatistics(this.#socket);
  }

  /**
   * The next block of packets. A block is handed over when its time is up, so packets wait up to that long. Throws EINTR
   * at a signal, {@link Failure} where the interface is gone.
   */
  *block(): Task<readonly CapturedPacket[]> {
    yield* this.#sys.poll([this.#socket]);
    const span = this.#options.timeout * MILLISECOND;
    const age = this.#sys.monotonic() - this.#opened;
    if (span > 0) yield* this.#sys.sleep(span - (age % span));
    const packets: CapturedPacket[] = [];
    for (let came = yield* this.#next(); came !== undefined; came = yield* this.#next()) {
      const packet = this.#captured(came);
      if (packet) packets.push(packet);
    }
    return packets;
  }

  *#next(): Task<ReceivedPacket | undefined> {
    try {
      return yield* this.#sys.recvmsg(this.#socket, 0);
    } catch (error) {
      if (!isErrno(error, 'ENETDOWN')) throw error;
      const { device } = this.#options;
      // An interface that went down may come up again.
      if (this.#sys.netlink.links().some(({ name }) => name === device)) return yield* this.#next();
      throw new Failure(DISAPPEARED);
    }
  }

  #captured({ data, from, time }: ReceivedPacket): CapturedPacket | undefined {
    const outgoing = from.packetType === 'outgoing';
    const { direction, snapshotLength } = this.#options;
    // What lo sends it receives too: once is enough.
    if (outgoing && from.device === 'lo') return undefined;
    if ((direction === 'in' && outgoing) || (direction === 'out' && !outgoing)) return undefined;
    const bytes = this.#framed(data, from);
    return { bytes: bytes.subarray(0, snapshotLength), length: bytes.length, time };
  }

  /** A frame as it is; of `any`, with a header that says whence (LINKTYPE_LINUX_SLL2). */
  #framed(data: Uint8Array, from: PacketAddress): Uint8Array {
    if (this.link === 'EN10MB') return data;
    const bytes = new Uint8Array(COOKED_HEADER + data.length);
    const view = viewOf(bytes);
    view.setUint16(0, from.protocol);
    view.setUint32(4, this.#indexOf(from.device));
    view.setUint16(8, from.device === 'lo' ? ARPHRD_LOOPBACK : ARPHRD_ETHER);
    bytes[10] = PACKET_TYPES[from.packetType ?? 'host'];
    bytes[11] = 6;
    bytes.set(macToBytes(from.mac), 12);
    bytes.set(data, COOKED_HEADER);
    return bytes;
  }

  #indexOf(device: string): number {
    return this.#sys.netlink.links().find(({ name }) => name === device)?.index ?? 0;
  }
}
