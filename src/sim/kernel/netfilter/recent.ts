import { SECOND } from '../clock.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import type { Test } from './compile.ts';
import type { Family } from './family.ts';
import type { Match } from './rule.ts';

type RecentMatch = Extract<Match, { kind: 'recent' }>;

/** Moments kept of an address (ip_list_tot's companion, ip_pkt_list_tot); a rule may not ask for more. */
const MOST_HITS = 20;
/** Addresses kept in a list: the one that was seen the longest ago makes room (ip_list_tot). */
const MOST_ADDRESSES = 100;

/** Addresses with the moments at which they were seen, the last one seen at the end. */
type RecentList = Map<IpAddress, number[]>;

const lists = new WeakMap<Family, Map<string, RecentList>>();

function listNamed(family: Family, name: string): RecentList {
  const named = lists.get(family) ?? new Map<string, RecentList>();
  lists.set(family, named);
  const list = named.get(name) ?? new Map<IpAddress, number[]>();
  named.set(name, list);
  return list;
}

function note(list: RecentList, address: IpAddress, now: number): void {
  const moments = list.get(address) ?? [];
  list.delete(address);
  const [oldest] = list.keys();
  if (list.size >= MOST_ADDRESSES && oldest !== undefined) list.delete(oldest);
  list.set(address, [...moments, now].slice(-MOST_HITS));
}

/** recent_mt(): a list is the namespace's, whichever rules use it. */
export function recentTest(match: RecentMatch): Test {
  const { action, name, side, seconds, hits } = match;
  return ({ family, packet }) => {
    const list = listNamed(family, name);
    const address = side === 'rsource' ? packet.source : packet.destination;
    const { now } = family.environment.clock;
    if (action === 'set') {
      note(list, address, now);
      return true;
    }
    const moments = list.get(address);
    if (moments === undefined) return false;
    if (action === 'remove') return list.delete(address);
    const within = seconds === undefined ? moments : moments.filter((at) => now - at <= seconds * SECOND);
    const holds = within.length >= (hits ?? 1);
    if (action === 'update' && holds) note(list, address, now);
    return holds;
  };
}
