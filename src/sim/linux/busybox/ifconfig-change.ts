import type { AddressInfo, LinkChange, Netlink } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { broadcastOf, maskToPrefix } from '../../kernel/wire/address.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { lookUpHost } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';

/** A host without an address, and why. */
export class BadAddress extends Failure {
  readonly host: string;
  readonly again: boolean;

  constructor(host: string, found: unknown) {
    super(`bad address '${host}'`);
    this.host = host;
    // What cannot be a name is never asked for (res_hnok).
    this.again = found === 'again' && !/^-|^[\d.]+$/.test(host);
  }
}

/** The prefix length that an address had by its class (RFC 791), which SIOCSIFADDR still gives. */
function classPrefix(address: string): number {
  const first = Number(address.split('.')[0]);
  return first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : 32;
}

const LACKING = new Set(['dstaddr', 'pointopoint', 'keepalive', 'outfill', 'trailers', 'allmulti', 'dynamic']);

/** The words that are a flag's, with or without a dash. */
const FLAGS: Readonly<Record<string, (on: boolean) => LinkChange>> = {
  arp: (arp) => ({ arp }),
  promisc: (promiscuous) => ({ promiscuous }),
  multicast: (multicast) => ({ multicast }),
};

/** `eth0:1` is another address of eth0's, by its label (devinet_ioctl). */
export const deviceOf = (name: string): string => name.split(':')[0] ?? name;

/** The IPv4 address that an interface's name stands for: the first with this label. */
export const addressOf = (netlink: Netlink, name: string): AddressInfo | undefined =>
  netlink.addresses().find(({ family, device, label }) => family === 'inet' && (label ?? device) === name);

/** Carries out `ifconfig NAME WORD…`, word by word. */
export function* changeInterface(call: Call, name: string, words: readonly string[]): Task<number> {
  const left = [...words];
  const argument = (): string => {
    const word = left.shift();
    if (word === undefined) throw new Misuse();
    return word;
  };
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const bare = word.replace(/^-/, '');
    const flag = FLAGS[bare];
    if (LACKING.has(bare)) throw new NotSimulated(`ifconfig ${name} ${word}`);
    if (word === 'up' || word === 'down') setUp(call, name, word === 'up');
    else if (flag) setFlags(call, name, flag(word === bare));
    else if (word === 'mtu' || word === 'txqueuelen') setNumber(call, name, word, Number.parseInt(argument(), 10) || 0);
    else if (word === 'metric') throw new Failure('SIOCSIFMETRIC: Operation not supported');
    else if (word === 'hw') {
      if (argument() !== 'ether') throw new Misuse();
      const address = argument();
      orDie('SIOCSIFHWADDR', () => call.sys.netlink.setLink(deviceOf(name), { address }));
    } else if (word === 'add' || word === 'del') yield* changeAddress6(call, deviceOf(name), word, argument());
    else if (word === 'netmask') setMask(call, name, yield* resolve(call, argument()));
    else if (word === 'broadcast') setBroadcast(call, name, yield* resolve(call, argument()));
    else if (word !== 'inet') setAddress(call, name, yield* resolve(call, word));
  }
  return 0;
}

export function setNumber({ sys: { netlink } }: Call, name: string, what: 'mtu' | 'txqueuelen', value: number): void {
  const [request, change] =
    what === 'mtu' ? (['SIOCSIFMTU', { mtu: value }] as const) : (['SIOCSIFTXQLEN', { txQueueLength: value }] as const);
  orDie(request, () => netlink.setLink(deviceOf(name), change));
}

/** SIOCSIFADDR and SIOCDIFADDR of an IPv6 socket: `add ADDRESS/PREFIX`. */
export function* changeAddress6({ sys }: Call, name: string, verb: 'add' | 'del', text: string): Task<void> {
  const [host = '', length = '0'] = text.split('/');
  const found = yield* lookUpHost(sys, host, 'inet6');
  const [target] = typeof found === 'string' ? [] : found.addresses;
  if (target === undefined) throw new BadAddress(host, found);
  const prefix = Number(length);
  if (verb === 'add') orDie('SIOCSIFADDR', () => sys.netlink.addAddress(name, target.address, prefix));
  else orDie('SIOCDIFADDR', () => sys.netlink.deleteAddress(name, target.address, prefix));
}

/** An alias that goes down is no more. */
export function setUp(call: Call, name: string, up: boolean): void {
  const { netlink } = call.sys;
  if (name === deviceOf(name)) return setFlags(call, name, { up });
  checkDevice(netlink, 'SIOCGIFFLAGS', name);
  const alias = known('SIOCSIFFLAGS', netlink, name);
  if (!up) orDie('SIOCSIFFLAGS', () => netlink.deleteAddress(alias.device, alias.address, alias.prefix));
}

export function setFlags({ sys: { netlink } }: Call, name: string, change: LinkChange): void {
  checkDevice(netlink, 'SIOCGIFFLAGS', name);
  orDie('SIOCSIFFLAGS', () => netlink.setLink(deviceOf(name), change));
}

function checkDevice(netlink: Netlink, request: string, name: string): void {
  if (!netlink.links().some((link) => link.name === deviceOf(name))) throw new Failure(`${request}: No such device`);
}

function known(request: string, netlink: Netlink, name: string): AddressInfo {
  checkDevice(netlink, request, name);
  const address = addressOf(netlink, name);
  if (address === undefined) throw new Failure(`${request}: Cannot assign requested address`);
  return address;
}

/** An IPv4 address, by name or as it is. Throws {@link BadAddress}. */
export function* resolve({ sys }: Call, host: string): Task<string> {
  if (host === 'default') return '0.0.0.0';
  const found = yield* lookUpHost(sys, host, 'inet');
  const [target] = typeof found === 'string' ? [] : found.addresses;
  if (target === undefined) throw new BadAddress(host, found);
  return target.address;
}

/** The broadcast address that a subnet has by itself; none where the device has none. */
function ownBroadcast(netlink: Netlink, name: string, address: string, prefix: number): { broadcast?: string } {
  const link = netlink.links().find((other) => other.name === deviceOf(name));
  return link?.flags.includes('BROADCAST') && prefix < 31 ? { broadcast: broadcastOf(address, prefix) } : {};
}

/** Replaces the address of this label: SIOCSIFADDR; the device comes up. */
export function setAddress({ sys: { netlink } }: Call, name: string, address: string): void {
  const old = addressOf(netlink, name);
  const device = deviceOf(name);
  orDie('SIOCSIFADDR', () => {
    if (old) netlink.deleteAddress(device, old.address, old.prefix);
    if (address === '0.0.0.0') return;
    const prefix = classPrefix(address);
    netlink.addAddress(device, address, prefix, { ...ownBroadcast(netlink, name, address, prefix), label: name });
    netlink.setLink(device, { up: true });
  });
  if (address === '0.0.0.0' && device !== name) throw new Failure('SIOCSIFFLAGS: Cannot assign requested address');
}

/** SIOCSIFNETMASK: the broadcast address follows where it was the old subnet's own. */
export function setMask({ sys: { netlink } }: Call, name: string, mask: string): void {
  const old = known('SIOCSIFNETMASK', netlink, name);
  const prefix = maskToPrefix(mask);
  if (prefix === undefined) throw new Failure('SIOCSIFNETMASK: Invalid argument');
  const followed = old.broadcast === ownBroadcast(netlink, name, old.address, old.prefix).broadcast;
  const kept = old.broadcast === undefined ? {} : { broadcast: old.broadcast };
  const broadcast = followed && prefix < 31 ? ownBroadcast(netlink, name, old.address, prefix) : kept;
  replace('SIOCSIFNETMASK', netlink, old, { ...old, prefix, ...broadcast });
}

export function setBroadcast({ sys: { netlink } }: Call, name: string, broadcast: string): void {
  const old = known('SIOCSIFBRDADDR', netlink, name);
  replace('SIOCSIFBRDADDR', netlink, old, { ...old, broadcast });
}

function replace(request: string, netlink: Netlink, old: AddressInfo, next: AddressInfo): void {
  const { device, address, prefix } = next;
  const same = old.prefix === prefix && old.broadcast === next.broadcast;
  if (same) return;
  orDie(request, () => {
    netlink.deleteAddress(old.device, old.address, old.prefix);
    netlink.addAddress(device, address, prefix, next);
  });
}
