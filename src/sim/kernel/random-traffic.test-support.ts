import fc from 'fast-check';
import type { NetDevice } from './link/device.ts';
import { ADDRESSES, type RandomNetwork } from './random-network.test-support.ts';
import { BROADCAST_MAC, formatIpv4 } from './wire/address.ts';
import { bits, bytes } from './wire/arbitraries.ts';
import { emitArp } from './wire/arp.ts';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, emitEthernet } from './wire/ethernet.ts';
import { emitIcmp, type IcmpMessage } from './wire/icmp.ts';
import { emitIpv4Packet, type Ipv4Packet } from './wire/ipv4.ts';
import { emitTcp, type TcpSegment } from './wire/tcp.ts';
import { emitUdp, type UdpDatagram } from './wire/udp.ts';

type Transport =
  | (IcmpMessage & { readonly protocol: 1 })
  | (UdpDatagram & { readonly protocol: 17 })
  | (TcpSegment & { readonly protocol: 6 })
  | { readonly protocol: number; readonly noise: Uint8Array };

/** What goes into a frame. */
type Content =
  | { readonly etherType: number; readonly payload: Uint8Array }
  | {
      readonly header: Omit<Ipv4Packet, 'source' | 'destination' | 'protocol' | 'payload'>;
      readonly transport: Transport;
      /** Left out, the sender's own. */
      readonly source?: string;
      readonly destination: string;
    };

/** One thing that happens to a network. */
export type Event =
  /** `to` and `from`: whose MACs it bears; past the last card, everyone's. Some bytes of it may be damaged, or missing. */
  | {
      readonly kind: 'frame';
      readonly at: number;
      readonly from: number;
      readonly to: number;
      readonly content: Content;
      readonly damage: readonly (readonly [number, number])[];
      readonly length: number;
    }
  | { readonly kind: 'link'; readonly at: number; readonly up: boolean }
  | { readonly kind: 'mtu'; readonly at: number; readonly mtu: number };

const address = fc.constantFrom(...ADDRESSES);
/** Mostly someone who may be there. */
const destination = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ADDRESSES.slice(0, 11)) },
  { weight: 1, arbitrary: address },
);
const port = fc.constantFrom(80, 53, 40_000);

const rarely = fc.integer({ min: 0, max: 9 }).map((chance) => chance === 9);

const header = fc.record({
  tos: bits(8),
  id: bits(16),
  dontFragment: rarely,
  moreFragments: rarely,
  fragmentOffset: fc.constantFrom(0, 0, 0, 0, 0, 8, 64, 65_528),
  ttl: fc.constantFrom(64, 255, 5, 3, 2, 1, 0),
  options: fc.constantFrom(new Uint8Array(), Uint8Array.of(1, 1, 1, 0)),
});

const size = fc.oneof(bytes(64), fc.constantFrom(new Uint8Array(1400), new Uint8Array(3000)));

const echo = fc.record({
  protocol: fc.constant(1),
  ...{
    type: fc.constantFrom('echo-request', 'echo-request', 'echo-reply'),
    id: bits(2),
    sequence: bits(2),
    data: size,
  },
});

const icmpError = fc.record({
  ...{ protocol: fc.constant(1), type: fc.constantFrom('destination-unreachable', 'time-exceeded') },
  ...{ code: bits(4), mtu: bits(11), original: bytes(60) },
});

const datagram = fc.record({ protocol: fc.constant(17), sourcePort: port, destinationPort: port, payload: size });

const segment = fc.record({
  ...{ protocol: fc.constant(6), sourcePort: port, destinationPort: port },
  ...{ sequence: bits(32), acknowledgement: bits(32), flags: fc.oneof(bits(8), fc.constant(2)) },
  ...{ window: bits(16), urgentPointer: bits(16), options: fc.constant({}), payload: size },
});

const noise = fc.record({ protocol: bits(8), noise: size });

const ipv4 = fc.record(
  { header, transport: fc.oneof(echo, icmpError, datagram, segment, noise), source: address, destination },
  { requiredKeys: ['header', 'transport', 'destination'] },
);

const arp = fc
  .record({
    operation: fc.constantFrom('request', 'reply'),
    ...{ senderMac: fc.constant('02:00:00:00:00:09'), senderIp: address },
    ...{ targetMac: fc.constant(BROADCAST_MAC), targetIp: address },
  })
  .map((packet) => ({ etherType: ETHERTYPE_ARP, payload: emitArp(packet) }));

const garbage = fc.record({
  etherType: fc.constantFrom(ETHERTYPE_IPV4, ETHERTYPE_ARP, 0x86dd, 0x8100, 0x88cc, 46),
  payload: bytes(80),
});

const card = fc.nat(20);

const frame = fc.record({
  kind: fc.constant('frame'),
  ...{ at: card, from: card, to: card },
  content: fc.oneof({ weight: 8, arbitrary: ipv4 }, { weight: 2, arbitrary: arp }, { weight: 1, arbitrary: garbage }),
  damage: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(60), bits(8)), { minLength: 1, maxLength: 3 }) },
  ),
  length: fc.oneof({ weight: 9, arbitrary: fc.constant(9999) }, { weight: 1, arbitrary: fc.nat(70) }),
});

const change = fc.oneof(
  fc.record({ kind: fc.constant('link'), at: card, up: fc.boolean() }),
  fc.record({ kind: fc.constant('mtu'), at: card, mtu: fc.constantFrom(68, 600, 1500, 9000) }),
);

export const traffic = fc.array(
  fc.tuple(
    fc.oneof({ weight: 12, arbitrary: frame }, { weight: 1, arbitrary: change }),
    fc.constantFrom(0, 10, 1000, 100_000, 2_000_000),
  ),
  { minLength: 1, maxLength: 16 },
) as fc.Arbitrary<[Event, number][]>;

/** To whom a frame goes: mostly to the one that its sender's packets really go to. */
function macOf(network: RandomNetwork, index: number, sender: NetDevice): string {
  if (index > 18) return BROADCAST_MAC;
  const beyond = sender.lower;
  const bridge = network.namespaces
    .find((each) => each === beyond?.owner)
    ?.devices.list.find((each) => each.name === beyond?.handler?.master);
  if (index > 4 && bridge) return bridge.mac;
  return (network.cards[index % network.cards.length] as NetDevice).mac;
}

function transportBytes(transport: Transport, source: string, destination: string): Uint8Array {
  if ('noise' in transport) return transport.noise;
  if ('flags' in transport) return emitTcp(transport, source, destination);
  return 'sourcePort' in transport ? emitUdp(transport, source, destination) : emitIcmp(transport);
}

function payloadOf(content: Content, sender: NetDevice, network: RandomNetwork) {
  if ('payload' in content) return content;
  const own = network.namespaces.find((each) => each === sender.owner)?.addresses.of(sender)[0]?.address ?? 0;
  const { header, transport, destination, source = formatIpv4(own) } = content;
  const payload = transportBytes(transport, source, destination);
  const packet = emitIpv4Packet({ ...header, protocol: transport.protocol, source, destination, payload });
  return { etherType: ETHERTYPE_IPV4, payload: packet };
}

/** The bytes of a planned frame. */
function bytesOf(network: RandomNetwork, event: Extract<Event, { kind: 'frame' }>, sender: NetDevice): Uint8Array {
  const source = event.from > 2 ? sender.mac : macOf(network, event.from, sender);
  const built = emitEthernet({
    ...payloadOf(event.content, sender, network),
    source,
    destination: macOf(network, event.to, sender),
  });
  for (const [at, value] of event.damage) if (at < built.length) built[at] = value;
  return built.subarray(0, event.length);
}

/** Who is told of what is done to the network from outside. */
interface Witness {
  inject(device: NetDevice, frame: Uint8Array): void;
  resized(device: NetDevice): void;
}

/** Lets one event happen. */
export function happen(network: RandomNetwork, event: Event, witness: Witness) {
  const device = network.cards[event.at % network.cards.length] as NetDevice;
  if (event.kind === 'frame') {
    witness.inject(device, bytesOf(network, event, device));
    return;
  }
  const namespace = network.namespaces.find((each) => each === device.owner);
  if (event.kind === 'mtu') witness.resized(device);
  namespace?.configuration.setLink(device.name, event.kind === 'link' ? { up: event.up } : { mtu: event.mtu });
}
