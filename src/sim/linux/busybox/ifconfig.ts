import type { AddressInfo, LinkFlag, LinkInfo, Netlink } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { prefixToMask } from '../../kernel/wire/address.ts';
import { scaleBytes } from '../byte-count.ts';
import { type Call, Failure } from '../call.ts';
import { byInterfaceName } from '../interface-name.ts';
import { applet } from './applet.ts';
import { addressOf, changeInterface, deviceOf } from './ifconfig-change.ts';

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

function inetLine(link: LinkInfo, inet: AddressInfo | undefined): string {
  const broadcast = link.flags.includes('BROADCAST') ? `  Bcast:${inet?.broadcast ?? '0.0.0.0'}` : '';
  return inet ? `${INDENT}inet addr:${inet.address}${broadcast}  Mask:${prefixToMask(inet.prefix)}\n` : '';
}

function addressLines(netlink: Netlink, link: LinkInfo): string {
  const others = netlink
    .addresses()
    .filter(({ device, family }) => device === link.name && family === 'inet6')
    .map(({ address, prefix, scope }) => `${INDENT}inet6 addr: ${address}/${prefix} Scope:${SCOPES[scope]}\n`);
  return inetLine(link, addressOf(netlink, link.name)) + others.join('');
}

function headLine(link: LinkInfo, name: string): string {
  const hardware = link.kind === 'loopback' ? 'Local Loopback  ' : `Ethernet  HWaddr ${link.address.toUpperCase()}  `;
  return `${name.padEnd(9)} Link encap:${hardware}\n`;
}

const flagLine = (link: LinkInfo): string => `${INDENT}${flagWords(link)} MTU:${link.mtu}  Metric:1\n`;

/** Another address of a device counts nothing of its own. */
const aliasText = (netlink: Netlink, link: LinkInfo, name: string): string =>
  `${headLine(link, name)}${inetLine(link, addressOf(netlink, name))}${flagLine(link)}\n`;

function interfaceText(netlink: Netlink, link: LinkInfo): string {
  const { statistics: s } = link;
  return [
    headLine(link, link.name),
    addressLines(netlink, link),
    flagLine(link),
    `${INDENT}RX packets:${s.rxPackets} errors:${s.rxErrors} dropped:${s.rxDropped} overruns:0 frame:0\n`,
    `${INDENT}TX packets:${s.txPackets} errors:${s.txErrors} dropped:${s.txDropped} overruns:0 carrier:0\n`,
    `${INDENT}collisions:0 txqueuelen:${link.txQueueLength} \n`,
    `${INDENT}RX bytes:${s.rxBytes} (${scaleBytes(s.rxBytes)})  TX bytes:${s.txBytes} (${scaleBytes(s.txBytes)})\n\n`,
  ].join('');
}

function interfacesText(netlink: Netlink, all: boolean): string {
  const shown = netlink.links().filter(({ flags }) => all || flags.includes('UP'));
  const texts = shown.flatMap((link): [string, string][] => {
    const labels = netlink.addresses().flatMap(({ device, label = device }) => (device === link.name ? [label] : []));
    const aliases = [...new Set(labels)].filter((label) => label !== link.name);
    return [
      [link.name, interfaceText(netlink, link)],
      ...aliases.map((label): [string, string] => [label, aliasText(netlink, link, label)]),
    ];
  });
  return texts
    .sort(([a], [b]) => byInterfaceName(a, b))
    .map(([, text]) => text)
    .join('');
}

function* showOne(call: Call, name: string): Task<number> {
  const { netlink } = call.sys;
  const link = netlink.links().find((other) => other.name === deviceOf(name));
  if (link === undefined) throw new Failure(`${name}: error fetching interface information: Device not found`);
  yield* call.print(name === link.name ? interfaceText(netlink, link) : aliasText(netlink, link, name));
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
