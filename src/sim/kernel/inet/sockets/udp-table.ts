import { Errno } from '../../errno.ts';
import { viewOf } from '../../wire/bytes.ts';
import { PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { parseUdp } from '../../wire/udp.ts';
import { type IpNet, refusePort } from '../ip-output.ts';
import type { IpPacket } from '../ip-packet.ts';
import type { Protocol } from '../ipv4-net.ts';
import { type Endpoint, senderOf } from './endpoint.ts';
import type { IcmpFailure } from './icmp-errno.ts';
import type { UdpSocket } from './udp-socket.ts';

/** The UDP ports of one namespace and who has them (net/ipv4/udp.c, net/ipv6/udp.c). */
export class UdpTable implements Protocol {
  readonly #net: IpNet;
  readonly #byPort = new Map<number, Set<UdpSocket>>();

  constructor(net: IpNet) {
    this.#net = net;
  }

  /** What /proc/net/udp lists. */
  get sockets(): readonly UdpSocket[] {
    return [...this.#byPort.values()].flatMap((sockets) => [...sockets]);
  }

  /** Gives `socket` the endpoint, with an ephemeral port where 0 is wanted. Throws EADDRINUSE. */
  take(socket: UdpSocket, wanted: Endpoint): Endpoint {
    const port = wanted.port || this.#freePort();
    for (const other of this.#byPort.get(port) ?? []) {
      if (!other.families.some((family) => socket.families.includes(family))) continue;
      const clash = other.endpoint.address === wanted.address || other.endpoint.address === 0 || wanted.address === 0;
      if (clash && !(other.reusesAddress && socket.reusesAddress)) throw new Errno('EADDRINUSE');
    }
    const sockets = this.#byPort.get(port) ?? new Set();
    this.#byPort.set(port, sockets.add(socket));
    return { address: wanted.address, port };
  }

  leave(socket: UdpSocket): void {
    const sockets = this.#byPort.get(socket.endpoint.port);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#byPort.delete(socket.endpoint.port);
  }

  #freePort(): number {
    const [low, high] = this.#net.sysctls.ipLocalPortRange;
    const { random } = this.#net.environment;
    const start = random.integer(low, high);
    for (let i = 0; i <= high - low; i++) {
      const port = low + ((start - low + i) % (high - low + 1));
      if (!this.#byPort.has(port)) return port;
    }
    throw new Errno('EADDRINUSE');
  }

  receive(packet: IpPacket): void {
    const datagram = parseUdp(packet.payload, packet.sourceText, packet.destinationText);
    if (!datagram) return;
    const { sourcePort, destinationPort: port } = datagram;
    const socket = this.#lookup(packet, sourcePort, port);
    if (!socket) {
      this.#refuse(packet, port);
      return;
    }
    this.#net.trace(packet.inDevice, () => ({ kind: 'socket', packet: packet.bytes, protocol: PROTOCOL_UDP, port }));
    socket.deliver(datagram.payload, senderOf(packet, sourcePort));
  }

  #refuse(packet: IpPacket, port: number): void {
    this.#net.trace(packet.inDevice, () => ({
      kind: 'port-closed',
      packet: packet.bytes,
      protocol: PROTOCOL_UDP,
      port,
    }));
    refusePort(this.#net, packet);
  }

  #lookup(packet: IpPacket, sourcePort: number, port: number): UdpSocket | undefined {
    let best: UdpSocket | undefined;
    let highest = -1;
    for (const socket of this.#byPort.get(port) ?? []) {
      const score = socket.score(packet, sourcePort);
      if (score > highest) [best, highest] = [socket, score];
    }
    return best;
  }

  error(original: IpPacket, failure: IcmpFailure): void {
    const ports = viewOf(original.payload);
    const destinationPort = ports.getUint16(2);
    for (const socket of this.#byPort.get(ports.getUint16(0)) ?? []) {
      socket.error(original, destinationPort, failure);
    }
  }
}
