import { formatIpv4 } from '../kernel/wire/address.ts';

function part(text: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return Number.parseInt(text, 16);
  if (/^0[0-7]*$/.test(text)) return Number.parseInt(text, 8);
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

/** inet_aton(3): one to four numbers (decimal, 0 octal, 0x hexadecimal), the last filling what is left; as a dotted quad. */
export function inetAton(text: string): string | undefined {
  const parts = text.split('.').map(part);
  const last = parts.pop();
  if (last === undefined || parts.length > 3 || last >= 256 ** (4 - parts.length)) return undefined;
  let address = last;
  for (const [i, value] of parts.entries()) {
    if (value === undefined || value > 255) return undefined;
    address += value * 256 ** (3 - i);
  }
  return formatIpv4(address);
}
