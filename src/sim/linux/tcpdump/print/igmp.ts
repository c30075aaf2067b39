import { type Dissection, hex4 } from './dissection.ts';

/** print-igmp.c: what a Linux host sends, membership reports of version 3, and of the others what they are. */
export function printIgmp(d: Dissection, at: number, length: number): void {
  d.protocol = 'igmp';
  if (d.options.q > 0) {
    d.print('igmp');
    return;
  }
  const type = d.u8(at);
  if (type === 0x11) d.print('igmp query v2');
  else if (type === 0x12) d.print(`igmp v1 report ${d.ipv4(at + 4)}`);
  else if (type === 0x16) d.print(`igmp v2 report ${d.ipv4(at + 4)}`);
  else if (type === 0x17) d.print(`igmp leave ${d.ipv4(at + 4)}`);
  else if (type === 0x22) d.print(`igmp v3 report, ${d.u16(at + 6)} group record(s)`);
  else d.print(`igmp-${type} (${hex4(length)})`);
}
