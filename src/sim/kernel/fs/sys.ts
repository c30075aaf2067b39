import { Errno } from '../errno.ts';
import type { NetNamespace } from '../inet/net-namespace.ts';
import type { Namespaces } from '../namespaces.ts';
import type { LinkInfo, LinkStatistics } from '../netlink.ts';
import { type Entries, GeneratedDirectory } from './generated.ts';
import { type Directory, GeneratedFile, Symlink } from './inode.ts';

/** Interface flags (linux/if.h) that a device's `flags` file shows. */
const FLAG_BITS = { UP: 0x1, BROADCAST: 0x2, LOOPBACK: 0x8, NOARP: 0x80, MULTICAST: 0x1000 } as const;
/** A bridge listens to all that its ports hear: IFF_PROMISC and IFF_ALLMULTI. */
const PORT_FLAGS = 0x300;
const STATISTICS = {
  ...{ rx_bytes: 'rxBytes', rx_dropped: 'rxDropped', rx_errors: 'rxErrors', rx_packets: 'rxPackets' },
  ...{ tx_bytes: 'txBytes', tx_dropped: 'txDropped', tx_errors: 'txErrors', tx_packets: 'txPackets' },
} as const;

/** What nothing here ever counts. */
const UNCOUNTED =
  `collisions multicast rx_compressed rx_crc_errors rx_fifo_errors rx_frame_errors rx_length_errors rx_missed_errors rx_nohandler
  rx_over_errors tx_aborted_errors tx_carrier_errors tx_compressed tx_fifo_errors tx_heartbeat_errors tx_window_errors`.split(
    /\s+/,
  );

/** What a bridge without STP says of it (br_sysfs_br.c), in hundredths of a second. */
const BRIDGE = {
  ...{
    ageing_time: 30_000,
    forward_delay: 1500,
    hello_time: 200,
    hello_timer: 0,
    max_age: 2000,
    multicast_snooping: 1,
  },
  ...{
    nf_call_arptables: 0,
    nf_call_ip6tables: 0,
    nf_call_iptables: 0,
    priority: 32_768,
    root_path_cost: 0,
    root_port: 0,
  },
  ...{ stp_state: 0, tcn_timer: 0, topology_change: 0, topology_change_detected: 0 },
} as const;

const value = (make: () => string | number) => () => new GeneratedFile(() => `${make()}\n`);
const directory = (list: () => Entries) => () => new GeneratedDirectory(list);
const link = (target: string) => () => new Symlink(target);

/** sysfs(5), as far as network lessons look into it: the devices of the network namespace. */
export class SysDirectory extends GeneratedDirectory {
  constructor({ net }: Namespaces) {
    const devices = (make: (info: LinkInfo) => () => Directory | Symlink): Entries =>
      net
        .netlink(true)
        .links()
        .map((info) => [info.name, make(info)] as const);
    super(() => [
      [
        'class',
        directory(() => [['net', directory(() => devices(({ name }) => link(`../../devices/virtual/net/${name}`)))]]),
      ],
      [
        'devices',
        directory(() => [
          [
            'virtual',
            directory(() => [['net', directory(() => devices((info) => directory(() => attributes(info, net))))]]),
          ],
        ]),
      ],
    ]);
  }
}

function attributes(info: LinkInfo, net: NetNamespace): Entries {
  const { name, kind, flags, operstate } = info;
  const up = flags.includes('UP');
  const mtu = (): GeneratedFile =>
    new GeneratedFile(
      () => `${info.mtu}\n`,
      (text) => net.configuration.setLink(name, { mtu: Number(text) }),
    );
  const carrier = (): string => {
    if (!up) throw new Errno('EINVAL');
    return flags.includes('LOWER_UP') ? '1' : '0';
  };
  // What drivers say to ethtool(8): those of virtual devices make it up.
  const ethtool = (what: 'speed' | 'duplex'): string => {
    if (!up || !['veth', 'bridge'].includes(kind)) throw new Errno('EINVAL');
    if (what === 'duplex') return kind === 'veth' ? 'full' : 'unknown';
    return kind === 'veth' || flags.includes('LOWER_UP') ? '10000' : '-1';
  };
  return [
    ['addr_len', value(() => 6)],
    ['address', value(() => info.address)],
    ['broadcast', value(() => info.broadcast)],
    ...(kind === 'bridge' ? bridgeEntries(info, net) : []),
    ...(info.master === undefined ? [] : portEntries(info, info.master, net)),
    ['carrier', value(carrier)],
    ['dev_id', value(() => '0x0')],
    ['duplex', value(() => ethtool('duplex'))],
    ['flags', value(() => `0x${flagsOf(info).toString(16)}`)],
    ['ifindex', value(() => info.index)],
    ['iflink', value(() => info.link ?? info.index)],
    ['mtu', mtu],
    ['operstate', value(() => operstate.toLowerCase())],
    ['speed', value(() => ethtool('speed'))],
    ['statistics', directory(() => statistics(info))],
    ['tx_queue_len', value(() => info.txQueueLength)],
    ['type', value(() => (kind === 'loopback' ? 772 : 1))],
    ['uevent', () => new GeneratedFile(() => uevent(info))],
  ];
}

function flagsOf({ flags, master }: LinkInfo): number {
  const bits = Object.entries(FLAG_BITS).filter(([flag]) => flags.includes(flag as 'UP'));
  return bits.reduce((sum, [, bit]) => sum | bit, master === undefined ? 0 : PORT_FLAGS);
}

const statistics = ({ statistics: counted }: LinkInfo): Entries => [
  ...(Object.entries(STATISTICS) as [string, keyof LinkStatistics][]).map(
    ([name, key]) => [name, value(() => counted[key])] as const,
  ),
  ...UNCOUNTED.map((name) => [name, value(() => 0)] as const),
];

const uevent = ({ name, index, kind }: LinkInfo): string =>
  `${kind === 'bridge' ? 'DEVTYPE=bridge\n' : ''}INTERFACE=${name}\nIFINDEX=${index}\n`;

function bridgeEntries({ name, address }: LinkInfo, net: NetNamespace): Entries {
  const ports = net
    .netlink(true)
    .links()
    .filter(({ master }) => master === name);
  const id = `8000.${address.replaceAll(':', '')}`;
  return [
    [
      'bridge',
      directory(() => [
        ...Object.entries(BRIDGE).map(([key, set]) => [key, value(() => set)] as const),
        ['bridge_id', value(() => id)],
        ['group_addr', value(() => '01:80:c2:00:00:00')],
        ['root_id', value(() => id)],
      ]),
    ],
    ['brif', directory(() => ports.map((port) => [port.name, link(`../../${port.name}/brport`)] as const))],
    ...ports.map((port) => [`lower_${port.name}`, link(`../${port.name}`)] as const),
  ];
}

/** br_sysfs_if.c. A state of 3 is « forwarding », 0 « disabled ». */
function portEntries({ name, operstate }: LinkInfo, master: string, net: NetNamespace): Entries {
  const links = net.netlink(true).links();
  const number = links.filter((other) => other.master === master).findIndex((other) => other.name === name) + 1;
  return [
    [
      'brport',
      directory(() => [
        ['bridge', link(`../../${master}`)],
        ['path_cost', value(() => 2)],
        ['port_no', value(() => `0x${number.toString(16)}`)],
        ['priority', value(() => 32)],
        ['state', value(() => (operstate === 'UP' ? 3 : 0))],
      ]),
    ],
    ['master', link(`../${master}`)],
    [`upper_${master}`, link(`../${master}`)],
  ];
}
