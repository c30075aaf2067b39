import type { Task } from '../../kernel/task.ts';
import { maskToPrefix } from '../../kernel/wire/address.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { lookUpHost } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';

/** The prefix length that an address had by its class (RFC 791), which SIOCSIFADDR still gives. */
function classPrefix(address: string): number {
  const first = Number(address.split('.')[0]);
  return first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : 32;
}

const LACKING = new Set(['metric', 'txqueuelen', 'dstaddr', 'broadcast', 'pointopoint', 'keepalive', 'outfill']);
const LACKING_FLAGS = new Set(['arp', 'trailers', 'promisc', 'multicast', 'allmulti', 'dynamic', 'add', 'del']);

/** Carries out `ifconfig NAME WORD…`, word by word. */
export function* changeInterface(call: Call, name: string, words: readonly string[]): Task<number> {
  const { netlink } = call.sys;
  const left = [...words];
  const argument = (): string => {
    const word = left.shift();
    if (word === undefined) throw new Misuse();
    return word;
  };
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const bare = word.replace(/^-/, '');
    if (LACKING.has(bare) || LACKING_FLAGS.has(bare)) throw new NotSimulated(`ifconfig ${name} ${word}`);
    if (word === 'up' || word === 'down') setFlags(call, name, word === 'up');
    else if (word === 'mtu') {
      const mtu = Number.parseInt(argument(), 10) || 0;
      orDie('SIOCSIFMTU', () => netlink.setLink(name, { mtu }));
    } else if (word === 'hw') {
      if (argument() !== 'ether') throw new Misuse();
      const address = argument();
      orDie('SIOCSIFHWADDR', () => netlink.setLink(name, { address }));
    } else if (word === 'netmask') setMask(call, name, yield* resolve(call, argument()));
    else if (word !== 'inet') setAddress(call, name, yield* resolve(call, word));
  }
  return 0;
}

function setFlags({ sys }: Call, name: string, up: boolean): void {
  orDie('SIOCGIFFLAGS', () => flagsOf(sys.netlink.links(), name));
  orDie('SIOCSIFFLAGS', () => sys.netlink.setLink(name, { up }));
}

function flagsOf(links: readonly { name: string }[], name: string): void {
  if (!links.some((link) => link.name === name)) throw new Failure('SIOCGIFFLAGS: No such device');
}

function* resolve({ sys }: Call, host: string): Task<string> {
  if (host === 'default') return '0.0.0.0';
  const found = yield* lookUpHost(sys, host, 'inet');
  const [target] = typeof found === 'string' ? [] : found.addresses;
  if (target === undefined) throw new Failure(`bad address '${host}'`);
  return target.address;
}

/** Replaces the interface's first address: SIOCSIFADDR. */
function setAddress({ sys: { netlink } }: Call, name: string, address: string): void {
  const old = netlink.addresses().find((other) => other.device === name && other.family === 'inet');
  orDie('SIOCSIFADDR', () => {
    if (old) netlink.deleteAddress(name, old.address, old.prefix);
    if (address !== '0.0.0.0') netlink.addAddress(name, address, classPrefix(address));
    if (address !== '0.0.0.0') netlink.setLink(name, { up: true });
  });
}

function setMask({ sys: { netlink } }: Call, name: string, mask: string): void {
  const prefix = maskToPrefix(mask);
  const old = netlink.addresses().find((other) => other.device === name && other.family === 'inet');
  if (prefix === undefined) throw new Failure('SIOCSIFNETMASK: Invalid argument');
  if (old === undefined) throw new Failure('SIOCSIFNETMASK: Cannot assign requested address');
  orDie('SIOCSIFNETMASK', () => {
    netlink.deleteAddress(name, old.address, old.prefix);
    netlink.addAddress(name, old.address, prefix);
  });
}
