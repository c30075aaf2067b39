import type { AddressInfo, LinkFlag, LinkInfo } from '../../kernel/netlink.ts';
import { prefixToMask } from '../../kernel/wire/address.ts';
import { addressOf, deviceOf } from '../busybox/ifconfig-change.ts';
import { scaleBytes } from '../byte-count.ts';
import { defineProgram, Failure } from '../call.ts';
import { byInterfaceName } from '../interface-name.ts';
import { changeInterface } from './ifconfig-change.ts';
import { interfaceTable } from './interface-table.ts';
import { IFCONFIG_USAGE } from './usage.ts';

/** The flags' bits (linux/if.h), in the order that they are printed in. */
const BITS: readonly (readonly [LinkFlag, number])[] = [
  ['UP', 0x1],
  ['BROADCAST', 0x2],
  ['LOOPBACK', 0x8],
  ['RUNNING', 0x40],
  ['NOARP', 0x80],
  ['PROMISC', 0x100],
  ['MULTICAST', 0x1000],
];

const SCOPES = { global: '0x0<global>', link: '0x20<link>', host: '0x10<host>' };
const INDENT = ' '.repeat(8);

function isSet({ flags }: LinkInfo, flag: LinkFlag): boolean {
  return flags.includes(flag) || (flag === 'RUNNING' && flags.includes('UP') && flags.includes('LOWER_UP'));
}

function addressLine({ flags }: LinkInfo, { family, address, prefix, broadcast, scope }: AddressInfo): string {
  if (family === 'inet6') return `${INDENT}inet6 ${address}  prefixlen ${prefix}  scopeid ${SCOPES[scope]}\n`;
  const end = flags.includes('BROADCAST') ? `  broadcast ${broadcast ?? '0.0.0.0'}` : '';
  return `${INDENT}inet ${address}  netmask ${prefixToMask(prefix)}${end}\n`;
}

/** `docker0:1`: an address by its label, without counters. */
function aliasText(link: LinkInfo, alias: AddressInfo): string {
  const [head = '', ...rest] = interfaceText({ ...link, name: alias.label ?? link.name }, []).split('\n');
  return `${head}\n${addressLine(link, alias)}${rest[0]}\n\n`;
}

function interfaceText(link: LinkInfo, addresses: readonly AddressInfo[]): string {
  const set = BITS.filter(([flag]) => isSet(link, flag));
  const { statistics: s, txQueueLength } = link;
  const bits = set.reduce((sum, [, bit]) => sum + bit, 0);
  const mine = addresses.filter(({ device }) => device === link.name);
  const inet = mine.filter(({ family }) => family === 'inet').slice(0, 1);
  const inet6 = mine.filter(({ family }) => family === 'inet6');
  const hardware =
    link.kind === 'loopback'
      ? `loop  txqueuelen ${txQueueLength}  (Local Loopback)`
      : `ether ${link.address}  txqueuelen ${txQueueLength}  (Ethernet)`;
  return [
    `${link.name}: flags=${bits}<${set.map(([flag]) => flag).join(',')}>  mtu ${link.mtu}\n`,
    ...[...inet, ...inet6].map((address) => addressLine(link, address)),
    `${INDENT}${hardware}\n`,
    `${INDENT}RX packets ${s.rxPackets}  bytes ${s.rxBytes} (${scaleBytes(s.rxBytes)})\n`,
    `${INDENT}RX errors ${s.rxErrors}  dropped ${s.rxDropped}  overruns 0  frame 0\n`,
    `${INDENT}TX packets ${s.txPackets}  bytes ${s.txBytes} (${scaleBytes(s.txBytes)})\n`,
    `${INDENT}TX errors ${s.txErrors}  dropped ${s.txDropped} overruns 0  carrier 0  collisions 0\n\n`,
  ].join('');
}

/** ifconfig of net-tools: shows interfaces, or changes one. */
export const ifconfig = defineProgram(
  {
    literal: true,
    *run(call) {
      const { netlink } = call.sys;
      const begin = call.operands.findIndex((word) => !word.startsWith('-'));
      const options = begin < 0 ? call.operands : call.operands.slice(0, begin);
      const [name, ...changes] = begin < 0 ? [] : call.operands.slice(begin);
      const wrong = options.find((word) => !['-a', '-s', '-v'].includes(word));
      if (wrong === '-V' || wrong === '--version') {
        yield* call.print('net-tools 2.10\n');
        return 0;
      }
      if (wrong === '-h' || wrong === '--help') {
        yield* call.sys.write(2, IFCONFIG_USAGE);
        return 0;
      }
      if (wrong !== undefined)
        throw new Failure(`option \`${wrong}' not recognised.\n${call.name}: \`--help' gives usage information.`);
      if (name !== undefined && changes.length > 0) return yield* changeInterface(call, name, changes);
      const links = netlink.links().filter((link) => name === undefined || link.name === name);
      const alias = name !== undefined && links.length === 0 ? addressOf(netlink, name) : undefined;
      const below = name === undefined ? undefined : netlink.links().find((link) => link.name === deviceOf(name));
      if (alias && below) {
        yield* call.print(aliasText(below, alias));
        return 0;
      }
      if (links.length === 0) {
        yield* call.sys.write(2, `${name}: error fetching interface information: Device not found\n`);
        return 1;
      }
      const shown = links.filter(({ flags }) => name !== undefined || options.includes('-a') || flags.includes('UP'));
      const sorted = shown.sort((a, b) => byInterfaceName(a.name, b.name));
      const short = options.includes('-s');
      const texts = () => sorted.map((link) => interfaceText(link, netlink.addresses())).join('');
      yield* call.print(short ? interfaceTable(sorted, 11) : texts());
      return 0;
    },
  },
  function* (sys) {
    yield* sys.write(2, IFCONFIG_USAGE);
    return 3;
  },
);
