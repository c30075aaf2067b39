import { flagOf } from '../../command/flag.ts';
import * as flag from '../../command/flags.ts';
import { print } from '../cli.ts';
import { parseCidr } from '../ip-prefix.ts';
import { asking } from './asking.ts';
import { printJoinCommand } from './join-token.ts';
import { askedSpec, SPEC_FLAGS } from './spec-flags.ts';
import { printUnlockCommand } from './unlock-key.ts';

export function checkAvailability(text: string): void {
  if (['active', 'pause', 'drain'].includes(text.toLowerCase())) return;
  throw new Error(`invalid availability ${JSON.stringify(text)}, only active, pause and drain are supported`);
}

/** pflag's IPNetSlice. */
const addressPools = flagOf<readonly string[]>(
  {
    name: 'ipNetSlice',
    parse: (text, before) => [...before, ...(text === '' ? [] : text.split(',')).map((pool) => checkPool(pool.trim()))],
    shown: () => undefined,
  },
  [],
);

function checkPool(pool: string): string {
  if (parseCidr(pool) === undefined) throw new Error(`invalid string being converted to CIDR: ${pool}`);
  return pool;
}

export const init = asking({
  name: 'init',
  usage: '[OPTIONS]',
  short: 'Initialize a swarm',
  flags: {
    'advertise-addr': flag.string('Advertised address (format: "<ip|interface>[:port]")'),
    autolock: flag.bool('Enable manager autolocking (requiring an unlock key to start a stopped manager)'),
    availability: flag.string('Availability of the node ("active", "pause", "drain")', { default: 'active' }),
    'data-path-addr': flag.string('Address or interface to use for data path traffic (format: "<ip|interface>")'),
    'data-path-port': flag.uintText(
      'uint32',
      32,
    )(
      'Port number to use for data path traffic (1024 - 49151). If no value is set or is set to 0, the default port (4789) is used.',
    ),
    'default-addr-pool': addressPools('default address pool in CIDR format (default [])'),
    'default-addr-pool-mask-length': flag.uintText('uint32', 32)('default address pool subnet mask length', {
      default: '24',
    }),
    'force-new-cluster': flag.bool('Force create a new cluster from current state'),
    'listen-addr': flag.textOf('node-addr')('Listen address (format: "<ip|interface>[:port]")', {
      default: '0.0.0.0:2377',
    }),
    ...SPEC_FLAGS,
  },
  asks: () => '/swarm/init',
  method: 'POST',
  body: ({ flags, changed }) => ({
    ListenAddr: flags['listen-addr'],
    AdvertiseAddr: flags['advertise-addr'],
    DataPathAddr: flags['data-path-addr'],
    DataPathPort: Number(flags['data-path-port']),
    DefaultAddrPool: [...flags['default-addr-pool']],
    SubnetSize: Number(flags['default-addr-pool-mask-length']),
    ForceNewCluster: flags['force-new-cluster'],
    AutoLockManagers: flags.autolock,
    Availability: changed.has('availability') ? flags.availability.toLowerCase() : '',
    Spec: askedSpec(flags, changed, undefined),
  }),
  *before(_, { flags }) {
    checkAvailability(flags.availability);
  },
  *after(cli, id, { flags }) {
    yield* print(cli, `Swarm initialized: current node (${id}) is now a manager.\n\n`);
    yield* printJoinCommand(cli, 'worker');
    yield* print(
      cli,
      "To add a manager to this swarm, run 'docker swarm join-token manager' and follow the instructions.\n",
    );
    if (flags.autolock) yield* printUnlockCommand(cli);
  },
});
