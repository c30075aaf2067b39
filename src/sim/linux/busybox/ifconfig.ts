import type { AddressInfo, LinkFlag, LinkInfo, Netlink } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { prefixToMask } from '../../kernel/wire/address.ts';
import { scaleBytes } from '../byte-count.ts';
import { type Call, Failure } from '../call.ts';
import { byInterfaceName } from '../interface-name.ts';
import { applet } from './applet.ts';
import { changeInterface } from './ifconfig-change.ts';

/** In the order of the flags' bits, as the applet prints them. */
const SHOWN: readonly LinkFlag[] = ['UP', 'BROADCAST', 'LOOPBACK', 'RUNNING', 'NOARP', 'PROMISC', 'MULTICAST'];
const INDENT = ' '.repeat(10);
const SCOPES = { global: 'Global', link: 'Link', host: 'Host' };

/** RUNNING is no flag of its own in rtnetlink: the link is up and has a carrier. */
const isRunning = ({ flags }: LinkInfo): boolean =>
  flags.includes('RUNNING') || (flags.includes('UP') && flags.includes('LOWER_UP'));

function flagWords(link: LinkInfo): string {
  const words = SHOWN.filter((flag) => (flag === 'RUNNING' ? isRunning(link) : link.flags.includes(flag)));
  return words.length === 0 ? '[NO FLAGS] ' : words.map((word) => `${word} `).join('');
}

function addressLines(link: LinkInfo, addresses: readonly AddressInfo[]): string {
  const mine = addresses.filter(({ device }) => device === link.name);
  const inet = mine.find(({ family }) => family === 'inet');
  const broadcast = link.flags.includes('BROADCAST') ? `  Bcast:${inet?.broadcast ?? '0.0.0.0'}` : '';
  const first = inet ? `${INDENT}inet addr:${inet.address}${broadcast}  Mask:${prefixToMask(inet.prefix)}\n` : '';
  const others = mine
    .filter(({ family }) => family === 'inet6')
    .map(({ address, prefix, scope }) => `${INDENT}inet6 addr: ${address}/${prefix} Scope:${SCOPES[scope]}\n`);
  return first + others.join('');
}

function interfaceText(link: LinkInfo, addresses: readonly AddressInfo[]): string {
  const { statistics: s } = link;
  const hardware = link.kind === 'loopback' ? 'Local Loopback  ' : `Ethernet  HWaddr ${link.address.toUpperCase()}  `;
  return [
    `${link.name.padEnd(9)} Link encap:${hardware}\n${addressLines(link, addresses)}`,
    `${INDENT}${flagWords(link)} MTU:${link.mtu}  Metric:1\n`,
    `${INDENT}RX packets:${s.rxPackets} errors:${s.rxErrors} dropped:${s.rxDropped} overruns:0 frame:0\n`,
    `${INDENT}TX packets:${s.txPackets} errors:${s.txErrors} dropped:${s.txDropped} overruns:0 carrier:0\n`,
    `${INDENT}collisions:0 txqueuelen:${link.txQueueLength} \n`,
    `${INDENT}RX bytes:${s.rxBytes} (${scaleBytes(s.rxBytes)})  TX bytes:${s.txBytes} (${scaleBytes(s.txBytes)})\n\n`,
  ].join('');
}

function interfacesText(netlink: Netlink, all: boolean): string {
  return [...netlink.links()]
    .filter(({ flags }) => all || flags.includes('UP'))
    .sort((a, b) => byInterfaceName(a.name, b.name))
    .map((link) => interfaceText(link, netlink.addresses()))
    .join('');
}

function* showOne(call: Call, name: string): Task<number> {
  const { netlink } = call.sys;
  const link = netlink.links().find((other) => other.name === name);
  if (link === undefined) throw new Failure(`${name}: error fetching interface information: Device not found`);
  yield* call.print(interfaceText(link, netlink.addresses()));
  return 0;
}

/** ifconfig: shows interfaces, or changes one (networking/ifconfig.c, interface.c). */
export const ifconfig = applet({
  literal: true,
  *run(call) {
    const all = call.operands[0] === '-a';
    const [name, ...changes] = all ? call.operands.slice(1) : call.operands;
    if (name !== undefined && changes.length > 0) return yield* changeInterface(call, name, changes);
    if (name !== undefined) return yield* showOne(call, name);
    yield* call.print(interfacesText(call.sys.netlink, all));
    return 0;
  },
});
