import { Errno, type ErrnoCode } from '../../errno.ts';
import { forgetFlows } from '../../flow/flow.ts';
import { ETHERNET_HEADER, type NetDevice } from '../../link/device.ts';
import { isGroup, macAt, macText, macValue } from '../../link/mac-address.ts';
import {
  ETH_P_ALL,
  type PacketAddress,
  type PacketStatistics,
  type PacketType,
  type ReceivedPacket,
  type Socket,
  type SocketAddress,
  type SocketOptions,
} from '../../socket.ts';
import type { Stat } from '../../syscalls.ts';
import { type Task, WaitQueue, waitUntil } from '../../task.ts';
import { BROADCAST_MAC } from '../../wire/address.ts';
import { frameOf } from '../link-header.ts';
import type { PacketTable } from './packet-table.ts';

/** net.core.rmem_default; what comes to a full queue is dropped, and counted so. */
const RECEIVE_BUFFER = 212_992;

const etherTypeOf = (frame: Uint8Array): number => ((frame[12] ?? 0) << 8) | (frame[13] ?? 0);

function packetType(direction: 'tx' | 'rx', frame: Uint8Array, device: NetDevice): PacketType {
  if (direction === 'tx') return 'outgoing';
  if (isGroup(frame)) return frame.subarray(0, 6).every((byte) => byte === 0xff) ? 'broadcast' : 'multicast';
  return macAt(frame, 0) === device.macNumber ? 'host' : 'otherhost';
}

/** A packet socket (packet(7), net/packet/af_packet.c): frames as they pass a device, raw ones with their header. */
export class PacketSocket implements Socket {
  readonly changed = new WaitQueue();
  readonly #table: PacketTable;
  readonly #raw: boolean;
  #protocol: number;
  #device: NetDevice | undefined;
  #options: SocketOptions = {};
  #queue: ReceivedPacket[] = [];
  #queued = 0;
  #packets = 0;
  #drops = 0;
  #error: ErrnoCode | undefined;

  constructor(table: PacketTable, raw: boolean, protocol: number) {
    this.#table = table;
    this.#raw = raw;
    this.#protocol = protocol;
    table.watch(this);
  }

  /** Hears one device from now on, or with no name all; 0 as protocol keeps the one it has. Throws ENODEV. */
  bind(address: SocketAddress | PacketAddress): void {
    if (address.family !== 'packet') throw new Errno('EINVAL');
    const device = address.device === '' ? undefined : this.#table.deviceNamed(address.device);
    const { promiscuous = false } = this.#options;
    this.#setPromiscuous(false);
    this.#table.unwatch(this);
    this.#device = device;
    if (address.protocol !== 0) this.#protocol = address.protocol;
    this.#table.watch(this);
    this.#setPromiscuous(promiscuous);
    if (device !== undefined && !device.up) this.#report('ENETDOWN');
  }

  get device(): NetDevice | undefined {
    return this.#device;
  }

  get local(): SocketAddress {
    throw new Errno('EOPNOTSUPP');
  }

  get peer(): undefined {
    return undefined;
  }

  get readable(): boolean {
    return this.#queue.length > 0 || this.#error !== undefined;
  }

  get packetStatistics(): PacketStatistics {
    return { packets: this.#packets, drops: this.#drops };
  }

  setOptions(options: SocketOptions): void {
    if (options.promiscuous !== undefined) this.#setPromiscuous(options.promiscuous);
    this.#options = { ...this.#options, ...options };
  }

  #setPromiscuous(wanted: boolean): void {
    const { promiscuous = false } = this.#options;
    if (this.#device && wanted !== promiscuous) this.#device.promiscuity += wanted ? 1 : -1;
    forgetFlows();
    this.#options = { ...this.#options, promiscuous: wanted };
  }

  /** Takes its copy of a frame that passes `device`, if it is one that it is for. */
  deliver(direction: 'tx' | 'rx', frame: Uint8Array, device: NetDevice): void {
    const protocol = etherTypeOf(frame);
    // Only those who want all see what is sent from here (dev_queue_xmit_nit).
    if (this.#protocol !== ETH_P_ALL && (direction === 'tx' || this.#protocol !== protocol)) return;
    const from: PacketAddress = {
      family: 'packet',
      device: device.name,
      protocol,
      mac: macText(macAt(frame, 6)),
      packetType: packetType(direction, frame, device),
    };
    const data = this.#raw ? frame : frame.subarray(ETHERNET_HEADER);
    if (this.#options.filter?.(data, from) === false) return;
    this.#packets++;
    if (this.#queued + data.length > RECEIVE_BUFFER) this.#drops++;
    else this.#enqueue({ data: data.slice(), from, time: this.#table.now });
  }

  #enqueue(received: ReceivedPacket): void {
    this.#queue.push(received);
    this.#queued += received.data.length;
    this.changed.wake();
  }

  /** Its device went down, or (`gone`) left the namespace: packet_notifier(). */
  deviceDown(gone: boolean): void {
    if (gone) {
      this.#setPromiscuous(false);
      this.#device = undefined;
      this.#protocol = 0;
    }
    this.#report('ENETDOWN');
  }

  #report(error: ErrnoCode): void {
    this.#error = error;
    this.changed.wake();
  }

  #throwPending(): void {
    const error = this.#error;
    this.#error = undefined;
    if (error) throw new Errno(error);
  }

  *recvfrom(): Task<undefined> {
    throw new Errno('EOPNOTSUPP');
  }

  *recvmsg(deadline?: number): Task<ReceivedPacket | undefined> {
    const came = yield* waitUntil(
      () => this.readable,
      [this.changed],
      () => this.#table.clock.now,
      deadline,
    );
    if (!came) return undefined;
    this.#throwPending();
    const first = this.#queue.shift();
    this.#queued -= first?.data.length ?? 0;
    return first;
  }

  *read(count: number): Task<Uint8Array> {
    const received = yield* this.recvmsg();
    return received?.data.subarray(0, count) ?? new Uint8Array(0);
  }

  /** packet_snd(). Throws ENXIO without a device, ENETDOWN, EMSGSIZE, EINVAL for less than a header. */
  *sendto(data: Uint8Array, address?: SocketAddress | PacketAddress): Task<number> {
    if (address !== undefined && address.family !== 'packet') throw new Errno('EINVAL');
    const device = address ? this.#table.find(address.device) : this.#device;
    if (device === undefined) throw new Errno('ENXIO');
    if (!device.up) throw new Errno('ENETDOWN');
    const header = this.#raw ? ETHERNET_HEADER : 0;
    if (data.length > device.mtu + header) throw new Errno('EMSGSIZE');
    if (data.length < header) throw new Errno('EINVAL');
    const to = macValue(address?.mac ?? BROADCAST_MAC) ?? 0;
    const protocol = address?.protocol || this.#protocol;
    device.transmit(this.#raw ? data.slice() : frameOf(to, device.macNumber, protocol, data));
    return data.length;
  }

  write(data: Uint8Array): Task<number> {
    return this.sendto(data);
  }

  *connect(): Task<void> {
    throw new Errno('EOPNOTSUPP');
  }

  listen(): void {
    throw new Errno('EOPNOTSUPP');
  }

  *accept(): Task<Socket> {
    throw new Errno('EOPNOTSUPP');
  }

  shutdown(): void {
    throw new Errno('EOPNOTSUPP');
  }

  stat(): Stat {
    return { type: 'socket', inode: 0, mode: 0o777, links: 1, uid: 0, gid: 0, size: 0, mtime: 0 };
  }

  close(): void {
    this.#setPromiscuous(false);
    this.#table.unwatch(this);
    this.changed.wake();
  }
}
