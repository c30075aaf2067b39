import type { Task } from '../kernel/task.ts';
import { maskToPrefix, networkOf } from '../kernel/wire/address.ts';
import { type Call, Failure, Misuse } from './call.ts';
import { NotSimulated } from './not-simulated.ts';
import { lookUpHost } from './resolver/host.ts';
import { orDie } from './system-call.ts';

/** `route add|del [-net|-host] TARGET [netmask M] [gw G] [metric N] [[dev] IFACE]`. */
export function* changeRoute(call: Call, words: readonly string[], family: 'inet' | 'inet6' = 'inet'): Task<number> {
  const six = family === 'inet6';
  const { netlink } = call.sys;
  const [verb, ...rest] = words;
  const left = rest.filter((word) => word !== '-net' && word !== '-host');
  const network = rest.includes('-net');
  const target = left.shift();
  if (target === undefined || (verb !== 'add' && verb !== 'del' && verb !== 'delete')) throw new Misuse();
  const [name = '', length] = target.split('/');
  const destination = target === 'default' ? (six ? '::' : '0.0.0.0') : yield* resolve(call, name, family);
  const whole = six ? 128 : network ? undefined : 32;
  let prefix = target === 'default' ? 0 : length === undefined ? whole : Number(length);
  const route: { gateway?: string; device?: string; metric?: number } = {};
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === 'netmask') prefix = maskToPrefix(left.shift() ?? '');
    else if (word === 'gw') route.gateway = yield* resolve(call, left.shift() ?? '', family);
    else if (word === 'metric') route.metric = Number(left.shift());
    else if (['mss', 'window', 'irtt', 'reject', 'mod', 'dyn', 'reinstate'].includes(word))
      throw new NotSimulated(`route ${word}`);
    else route.device = word === 'dev' ? left.shift() : word;
  }
  const bits = prefix ?? 24;
  const wanted = { destination: six ? destination : networkOf(destination, bits), prefix: bits, ...route };
  // An ioctl gives routes of IPv6 the metric 1 (rtmsg_to_fib6_config takes what it is told, and route tells 1).
  if (verb === 'add') orDie('SIOCADDRT', () => netlink.addRoute({ ...(six && { metric: 1 }), ...wanted }));
  else orDie('SIOCDELRT', () => netlink.deleteRoute(wanted));
  return 0;
}

function* resolve({ sys }: Call, host: string, family: 'inet' | 'inet6'): Task<string> {
  const found = yield* lookUpHost(sys, host, family);
  const [address] = typeof found === 'string' ? [] : found.addresses;
  if (address === undefined) throw new Failure(`resolving ${host}`);
  return address.address;
}
