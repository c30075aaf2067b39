import type { LinkInfo } from '../../kernel/netlink.ts';

/** The order of `ip`'s flags (print_link_flags); the last three are no flags of the kernel's. */
const ORDER = [
  'NO-CARRIER',
  'LOOPBACK',
  'BROADCAST',
  'MULTICAST',
  'NOARP',
  'PROMISC',
  'UP',
  'LOWER_UP',
  'M-DOWN',
] as const;

/** A link's flags in that order. */
export const flagNames = (link: LinkInfo, skipped: readonly string[] = []): string[] =>
  ORDER.filter((flag) => link.flags.includes(flag) && !skipped.includes(flag));

/** `<BROADCAST,MULTICAST,UP,LOWER_UP>`. */
export const flagList = (link: LinkInfo, skipped: readonly string[] = []): string =>
  `<${flagNames(link, skipped).join(',')}>`;

/** `eth0@if21`: the other end by its name where it is seen from here, else by its number. */
export function fullName(link: LinkInfo, links: readonly LinkInfo[], elsewhere: boolean): string {
  if (link.link === undefined) return link.name;
  const other = elsewhere ? undefined : links.find(({ index }) => index === link.link);
  return `${link.name}@${other?.name ?? `if${link.link}`}`;
}
