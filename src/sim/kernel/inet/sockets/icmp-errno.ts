import type { ErrnoCode } from '../../errno.ts';
import { ICMP_UNREACHABLE } from '../../wire/icmp.ts';

/** What an ICMP error of either family means to a socket. */
export interface IcmpFailure {
  readonly errno: ErrnoCode;
  /** Reported to sockets that are connected; others may come to an end by themselves. */
  readonly fatal: boolean;
  /** Packets must be no longer than this to pass (RFC 1191, RFC 8201). */
  readonly mtu?: number;
}

const UNREACHABLE = 3;

/** icmp_err_convert of net/ipv4/icmp.c, by the code of « destination unreachable ». */
const CONVERSIONS: readonly IcmpFailure[] = [
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

/** @param mtu as the message tells it */
export function icmpFailure(type: number, code: number, mtu: number): IcmpFailure {
  const failure = (type === UNREACHABLE ? CONVERSIONS[code] : undefined) ?? { errno: 'EHOSTUNREACH', fatal: false };
  const tooLong = type === UNREACHABLE && code === ICMP_UNREACHABLE.fragmentationNeeded;
  return tooLong ? { ...failure, mtu } : failure;
}

const PACKET_TOO_BIG = 2;
const TIME_EXCEEDED = 3;

/** tab_unreach of net/ipv6/icmp.c. */
const CONVERSIONS6: readonly IcmpFailure[] = [
  { errno: 'ENETUNREACH', fatal: false },
  { errno: 'EACCES', fatal: true },
  { errno: 'EHOSTUNREACH', fatal: false },
  { errno: 'EHOSTUNREACH', fatal: false },
  { errno: 'ECONNREFUSED', fatal: true },
  { errno: 'EACCES', fatal: true },
  { errno: 'EACCES', fatal: true },
];

/** icmpv6_err_convert(). */
export function icmpv6Failure(type: number, code: number, mtu: number): IcmpFailure {
  if (type === PACKET_TOO_BIG) return { errno: 'EMSGSIZE', fatal: false, mtu };
  if (type === TIME_EXCEEDED) return { errno: 'EHOSTUNREACH', fatal: false };
  return CONVERSIONS6[code] ?? { errno: 'EPROTO', fatal: true };
}
