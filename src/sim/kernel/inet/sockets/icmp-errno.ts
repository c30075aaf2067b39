import type { ErrnoCode } from '../../errno.ts';

interface Conversion {
  readonly errno: ErrnoCode;
  /** Reported to sockets that are connected; others may come to an end by themselves. */
  readonly fatal: boolean;
}

const UNREACHABLE = 3;

/** icmp_err_convert of net/ipv4/icmp.c, by the code of « destination unreachable ». */
const CONVERSIONS: readonly Conversion[] = [
  { errno: 'ENETUNREACH', fatal: false },
  { errno: 'EHOSTUNREACH', fatal: false },
  { errno: 'ENOPROTOOPT', fatal: true },
  { errno: 'ECONNREFUSED', fatal: true },
  { errno: 'EMSGSIZE', fatal: false },
  { errno: 'EOPNOTSUPP', fatal: false },
  { errno: 'ENETUNREACH', fatal: true },
  { errno: 'EHOSTDOWN', fatal: true },
  { errno: 'EHOSTUNREACH', fatal: true },
  { errno: 'ENETUNREACH', fatal: true },
  { errno: 'EHOSTUNREACH', fatal: true },
  { errno: 'ENETUNREACH', fatal: false },
  { errno: 'EHOSTUNREACH', fatal: false },
  { errno: 'EHOSTUNREACH', fatal: true },
  { errno: 'EHOSTUNREACH', fatal: true },
  { errno: 'EHOSTUNREACH', fatal: true },
];

/** What an ICMP error means to a socket. */
export const icmpErrno = (type: number, code: number): Conversion =>
  (type === UNREACHABLE ? CONVERSIONS[code] : undefined) ?? { errno: 'EHOSTUNREACH', fatal: false };
