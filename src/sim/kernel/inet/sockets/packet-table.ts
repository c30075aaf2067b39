import type { Clock } from '../../clock.ts';
import { Errno } from '../../errno.ts';
import { forgetFlows } from '../../flow/flow.ts';
import type { NetDevice, Tap } from '../../link/device.ts';
import type { Socket, SocketType } from '../../socket.ts';
import type { DeviceTable } from '../device-table.ts';
import { PacketSocket } from './packet-socket.ts';

/** The packet sockets of one namespace, and the taps by which they hear its devices. */
export class PacketTable {
  readonly clock: Clock;
  /** Of those that hear every device. */
  readonly taps = new Set<Tap>();
  readonly #devices: DeviceTable;
  readonly #sockets = new Map<PacketSocket, Tap>();

  constructor(clock: Clock, devices: DeviceTable) {
    this.clock = clock;
    this.#devices = devices;
  }

  /** packet_create(). Throws EPERM without CAP_NET_RAW (`raw`), ESOCKTNOSUPPORT. */
  socket(type: SocketType, protocol: number, raw: boolean): Socket {
    if (!raw) throw new Errno('EPERM');
    if (type === 'stream') throw new Errno('ESOCKTNOSUPPORT');
    return new PacketSocket(this, type === 'raw', protocol);
  }

  /** µs since 1970. */
  get now(): number {
    return this.clock.realtime;
  }

  find(name: string): NetDevice | undefined {
    return this.#devices.find(name);
  }

  deviceNamed(name: string): NetDevice {
    const device = this.find(name);
    if (device === undefined) throw new Errno('ENODEV');
    return device;
  }

  watch(socket: PacketSocket): void {
    const tap: Tap = (direction, frame, device) => socket.deliver(direction, frame, device);
    this.#sockets.set(socket, tap);
    (socket.device?.taps ?? this.taps).add(tap);
    forgetFlows();
  }

  unwatch(socket: PacketSocket): void {
    const tap = this.#sockets.get(socket);
    if (tap === undefined) return;
    (socket.device?.taps ?? this.taps).delete(tap);
    this.#sockets.delete(socket);
  }

  /** `device` went down, or with `gone` leaves the namespace. */
  deviceDown(device: NetDevice, gone: boolean): void {
    for (const [socket, tap] of [...this.#sockets]) {
      if (socket.device !== device) continue;
      if (gone) device.taps.delete(tap);
      socket.deviceDown(gone);
    }
  }
}
