import type { Task } from '../../kernel/task.ts';
import { networkOf } from '../../kernel/wire/address.ts';
import { type Call, defineProgram, Failure, Misuse } from '../call.ts';
import { inetAton } from '../inet-aton.ts';
import { netToolsTable } from '../ipv6-route-table.ts';
import { changeRoute } from '../route-change.ts';
import { routeTable } from '../route-table.ts';
import { ROUTE_FORMS, ROUTE_USAGE, ROUTE_VERSION } from './usage.ts';

/** Linux keeps none any more. */
const CACHE = `Kernel IP routing cache
Source          Destination     Gateway         Flags Metric Ref    Use Iface
`;

const UNREACHED = 6;
const REFUSED = 7;

/** What is wrong with a target and its prefix before the kernel is asked. */
function faultOf(words: readonly string[]): string | undefined {
  const [target = '', length] = (words.find((word) => /^[\d.]+\//.test(word)) ?? '').split('/');
  const address = inetAton(target);
  if (length === undefined || address === undefined) return undefined;
  const prefix = Number(length);
  if (words.includes('-host') && prefix !== 32) {
    const first = Number(address.split('.')[0]);
    const mask = first < 128 ? '000000ff' : first < 192 ? '0000ffff' : '00ffffff';
    return `netmask ${mask} doesn't make sense with host route`;
  }
  return prefix > 32 || networkOf(address, prefix) !== address ? "netmask doesn't match route address" : undefined;
}

/** `route add …`: failures are told without the program's name. */
function* change(call: Call, family: 'inet' | 'inet6'): Task<number> {
  const { sys, operands } = call;
  if (!['add', 'del', 'delete', 'flush'].includes(operands[0] ?? '')) {
    yield* sys.write(2, ROUTE_USAGE);
    return 3;
  }
  if (operands.length === 1) {
    yield* sys.write(2, ROUTE_FORMS);
    return 0;
  }
  const fault = family === 'inet' ? faultOf(operands) : undefined;
  if (fault !== undefined) yield* call.warn(fault);
  const metric = operands[operands.indexOf('metric') + 1] ?? '';
  if (fault !== undefined || (operands.includes('metric') && !/^\d+$/.test(metric))) throw new Misuse();
  try {
    return yield* changeRoute(call, operands, family);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const [, host] = /^resolving (.*)$/.exec(error.message) ?? [];
    const gateway = operands[operands.indexOf('gw') + 1] === host;
    const why = gateway ? 'Unknown host' : 'Host name lookup failure';
    yield* sys.write(2, `${host === undefined ? error.message : `${host}: ${why}`}\n`);
    return host === undefined ? REFUSED : UNREACHED;
  }
}

/** route of net-tools: shows the routing table or changes it. */
export const route = defineProgram(
  {
    short: 'A:neF46vCVhNl',
    long: {
      help: 'h',
      version: 'V',
      numeric: 'n',
      extend: 'e',
      verbose: 'v',
      inet: '4',
      inet6: '6',
      fib: 'F',
      cache: 'C',
    },
    stopAtOperand: true,
    *run(call) {
      const { options, operands, sys } = call;
      const family = options.value('A') ?? (options.has('6') ? 'inet6' : 'inet');
      if (options.has('h') || options.has('V')) {
        yield* sys.write(options.has('V') ? 1 : 2, options.has('V') ? ROUTE_VERSION : ROUTE_USAGE);
        return 0;
      }
      if (family !== 'inet' && family !== 'inet6') {
        yield* sys.write(2, `Unknown address family \`${family}'.\n`);
        return 1;
      }
      if (operands.length > 0) return yield* change(call, family);
      if (options.has('C')) {
        yield* call.print(CACHE);
        return 0;
      }
      if (family === 'inet6') {
        yield* call.print(yield* netToolsTable(sys, options.has('n')));
        return 0;
      }
      yield* call.print(
        routeTable(sys.netlink.routes(), {
          numeric: options.has('n'),
          extended: options.has('e'),
          anywhere: '0.0.0.0',
        }),
      );
      return 0;
    },
  },
  function* (sys, name, { about, text }) {
    yield* sys.write(2, about === 'option' ? `${name}: ${text}\n${ROUTE_USAGE}` : ROUTE_FORMS);
    return about === 'option' ? 0 : 3;
  },
);
