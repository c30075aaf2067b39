import type { Task } from '../kernel/task.ts';
import { maskToPrefix, networkOf } from '../kernel/wire/address.ts';
import { type Call, Failure, Misuse } from './call.ts';
import { NotSimulated } from './not-simulated.ts';
import { lookUpHost } from './resolver/host.ts';
import { orDie } from './system-call.ts';

/** `route add|del [-net|-host] TARGET [netmask M] [gw G] [metric N] [[dev] IFACE]`. */
export function* changeRoute(call: Call, words: readonly string[]): Task<number> {
  const { netlink } = call.sys;
  const [verb, ...rest] = words;
  const left = rest.filter((word) => word !== '-net' && word !== '-host');
  const network = rest.includes('-net');
  const target = left.shift();
  if (target === undefined || (verb !== 'add' && verb !== 'del' && verb !== 'delete')) throw new Misuse();
  const [name = '', length] = target.split('/');
  const destination = target === 'default' ? '0.0.0.0' : yield* resolve(call, name);
  let prefix = target === 'default' ? 0 : length === undefined ? (network ? undefined : 32) : Number(length);
  const route: { gateway?: string; device?: string; metric?: number } = {};
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === 'netmask') prefix = maskToPrefix(left.shift() ?? '');
    else if (word === 'gw') route.gateway = yield* resolve(call, left.shift() ?? '');
    else if (word === 'metric') route.metric = Number(left.shift());
    else if (['mss', 'window', 'irtt', 'reject', 'mod', 'dyn', 'reinstate'].includes(word))
      throw new NotSimulated(`route ${word}`);
    else route.device = word === 'dev' ? left.shift() : word;
  }
  const whole = { destination: networkOf(destination, prefix ?? 24), prefix: prefix ?? 24, ...route };
  if (verb === 'add') orDie('SIOCADDRT', () => netlink.addRoute(whole));
  else orDie('SIOCDELRT', () => netlink.deleteRoute(whole));
  return 0;
}

function* resolve({ sys }: Call, host: string): Task<string> {
  const found = yield* lookUpHost(sys, host, 'inet');
  const [address] = typeof found === 'string' ? [] : found.addresses;
  if (address === undefined) throw new Failure(`resolving ${host}`);
  return address.address;
}
