import type { Dissection, Transport } from './dissection.ts';

/** `address.port`, or the port alone where the header above is not IP's own. */
export function printEnds(d: Dissection, { ip }: Transport, of: 'tcp' | 'udp', from: number, to: number): void {
  const six = d.u8(ip) >> 4 === 6;
  const own = d.u8(ip + (six ? 6 : 9)) === (of === 'tcp' ? 6 : 17);
  const address = (four: number, sixth: number): string => {
    if (!own) return '';
    return `${six ? d.ipv6(ip + sixth) : d.ipv4(ip + four)}.`;
  };
  d.print(`${address(12, 8)}${d.port(of, from)} > ${address(16, 24)}${d.port(of, to)}: `);
}
