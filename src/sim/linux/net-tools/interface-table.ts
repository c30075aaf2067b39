import type { LinkInfo } from '../../kernel/netlink.ts';

/** A letter for each flag that is set, in net-tools' order. */
const LETTERS = [
  ['BROADCAST', 'B'],
  ['LOOPBACK', 'L'],
  ['MULTICAST', 'M'],
  ['NOARP', 'O'],
  ['PROMISC', 'P'],
] as const;

function row({ name, mtu, flags, statistics: s }: LinkInfo): string {
  const set = LETTERS.filter(([flag]) => flags.includes(flag)).map(([, letter]) => letter);
  const up = flags.includes('UP') ? `${flags.includes('LOWER_UP') ? 'R' : ''}U` : '';
  const received = `${`${s.rxPackets}`.padStart(8)} ${`${s.rxErrors}`.padStart(6)} ${`${s.rxDropped}`.padStart(6)} ${'0'.padEnd(6)}`;
  const sent = `${`${s.txPackets}`.padStart(8)} ${`${s.txErrors}`.padStart(6)} ${`${s.txDropped}`.padStart(6)} ${'0'.padStart(6)}`;
  return `${name.slice(0, 15).padEnd(15)} ${`${mtu}`.padStart(5)} ${received} ${sent} ${set.join('')}${up}\n`;
}

/** The counters of interfaces, one a line: `ifconfig -s`, `netstat -i`. `gap`: how wide the first column's heading is. */
export const interfaceTable = (links: readonly LinkInfo[], gap: number): string =>
  `${'Iface'.padEnd(gap)}MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n${links.map(row).join('')}`;
