import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { asking } from './asking.ts';

const SWARM = '/swarm';

function checkAvailability(text: string): void {
  if (['active', 'pause', 'drain'].includes(text.toLowerCase())) return;
  throw new Error(`invalid availability ${JSON.stringify(text)}, only active, pause and drain are supported`);
}

const init = asking({
  name: 'init',
  usage: '[OPTIONS]',
  short: 'Initialize a swarm',
  flags: {
    'advertise-addr': flag.string('Advertised address (format: "<ip|interface>[:port]")'),
    autolock: flag.bool('Enable manager autolocking (requiring an unlock key to start a stopped manager)'),
    availability: flag.string('Availability of the node ("active", "pause", "drain")', { default: 'active' }),
    'cert-expiry': flag.duration('Validity period for node certificates (ns|us|ms|s|m|h) (default 2160h0m0s)'),
    'data-path-addr': flag.string('Address or interface to use for data path traffic (format: "<ip|interface>")'),
    'data-path-port': flag.textOf('uint32')(
      'Port number to use for data path traffic (1024 - 49151). If no value is set or is set to 0, the default port (4789) is used.',
    ),
    'default-addr-pool': flag.textOf('ipNetSlice')('default address pool in CIDR format (default [])'),
    'default-addr-pool-mask-length': flag.textOf('uint32')('default address pool subnet mask length', {
      default: '24',
    }),
    'dispatcher-heartbeat': flag.duration('Dispatcher heartbeat period (ns|us|ms|s|m|h) (default 5s)'),
    'external-ca': flag.textOf('external-ca')('Specifications of one or more certificate signing endpoints'),
    'force-new-cluster': flag.bool('Force create a new cluster from current state'),
    'listen-addr': flag.textOf('node-addr')('Listen address (format: "<ip|interface>[:port]")', {
      default: '0.0.0.0:2377',
    }),
    'max-snapshots': flag.textOf('uint')('Number of additional Raft snapshots to retain'),
    'snapshot-interval': flag.textOf('uint')('Number of log entries between Raft snapshots', { default: '10000' }),
    'task-history-limit': flag.int('Task history retention limit', { default: 5 }),
  },
  asks: () => `${SWARM}/init`,
  method: 'POST',
  body: ({ flags }) => ({
    ListenAddr: flags['listen-addr'],
    AdvertiseAddr: flags['advertise-addr'],
    DataPathAddr: flags['data-path-addr'],
    DataPathPort: Number(flags['data-path-port']),
    DefaultAddrPool: flags['default-addr-pool'] === '' ? null : flags['default-addr-pool'].split(','),
    SubnetSize: Number(flags['default-addr-pool-mask-length']),
    ForceNewCluster: flags['force-new-cluster'],
  }),
  *before(_, { flags }) {
    checkAvailability(flags.availability);
  },
});

const join = asking({
  name: 'join',
  usage: '[OPTIONS] HOST:PORT',
  short: 'Join a swarm as a node and/or manager',
  args: exactArgs(1),
  flags: {
    'advertise-addr': flag.string('Advertised address (format: "<ip|interface>[:port]")'),
    availability: flag.string('Availability of the node ("active", "pause", "drain")', { default: 'active' }),
    'data-path-addr': flag.string('Address or interface to use for data path traffic (format: "<ip|interface>")'),
    'listen-addr': flag.textOf('node-addr')('Listen address (format: "<ip|interface>[:port]")', {
      default: '0.0.0.0:2377',
    }),
    token: flag.string('Token for entry into the swarm'),
  },
  asks: () => `${SWARM}/join`,
  method: 'POST',
  body: ({ flags, args }) => ({
    ListenAddr: flags['listen-addr'],
    AdvertiseAddr: flags['advertise-addr'],
    DataPathAddr: flags['data-path-addr'],
    RemoteAddrs: args,
    JoinToken: flags.token,
  }),
  *before(_, { flags }) {
    checkAvailability(flags.availability);
  },
});

const ca = asking({
  name: 'ca',
  usage: '[OPTIONS]',
  short: 'Display and rotate the root CA',
  hidden: true,
  flags: {
    'ca-cert': flag.textOf('pem-file')('Path to the PEM-formatted root CA certificate to use for the new cluster'),
    'ca-key': flag.textOf('pem-file')('Path to the PEM-formatted root CA key to use for the new cluster'),
    'cert-expiry': flag.duration('Validity period for node certificates (ns|us|ms|s|m|h) (default 2160h0m0s)'),
    detach: flag.bool('Exit immediately instead of waiting for the root rotation to converge', { short: 'd' }),
    'external-ca': flag.textOf('external-ca')('Specifications of one or more certificate signing endpoints'),
    quiet: flag.bool('Suppress progress output', { short: 'q' }),
    rotate: flag.bool('Rotate the swarm CA - if no certificate or key are provided, new ones will be generated'),
  },
  asks: () => SWARM,
});

const joinToken = asking({
  name: 'join-token',
  usage: '[OPTIONS] (worker|manager)',
  short: 'Manage join tokens',
  hidden: true,
  args: exactArgs(1),
  flags: {
    quiet: flag.bool('Only display token', { short: 'q' }),
    rotate: flag.bool('Rotate join token'),
  },
  asks: () => SWARM,
  *before(_, { args: [role] }) {
    if (role !== 'worker' && role !== 'manager') throw new Error(`unknown role ${role}`);
  },
});

const leave = asking({
  name: 'leave',
  usage: '[OPTIONS]',
  short: 'Leave the swarm',
  hidden: true,
  flags: {
    force: flag.bool('Force this node to leave the swarm, ignoring warnings', { short: 'f' }),
  },
  asks: () => `${SWARM}/leave`,
  method: 'POST',
});

const unlock = asking({
  name: 'unlock',
  short: 'Unlock swarm',
  hidden: true,
  asks: () => `${SWARM}/unlock`,
  *before(cli) {
    const { Swarm } = yield* cli.client.info();
    if (Swarm.LocalNodeState === 'inactive') throw new Error('Error: This node is not part of a swarm');
  },
});

const unlockKey = asking({
  name: 'unlock-key',
  usage: '[OPTIONS]',
  short: 'Manage the unlock key',
  hidden: true,
  flags: {
    quiet: flag.bool('Only display token', { short: 'q' }),
    rotate: flag.bool('Rotate unlock key'),
  },
  asks: () => `${SWARM}/unlockkey`,
  prefix: () => 'could not fetch unlock key: ',
});

const update = asking({
  name: 'update',
  usage: '[OPTIONS]',
  short: 'Update the swarm',
  hidden: true,
  flags: {
    autolock: flag.bool('Change manager autolocking setting (true|false)'),
    'cert-expiry': flag.duration('Validity period for node certificates (ns|us|ms|s|m|h) (default 2160h0m0s)'),
    'dispatcher-heartbeat': flag.duration('Dispatcher heartbeat period (ns|us|ms|s|m|h) (default 5s)'),
    'external-ca': flag.textOf('external-ca')('Specifications of one or more certificate signing endpoints'),
    'max-snapshots': flag.textOf('uint')('Number of additional Raft snapshots to retain'),
    'snapshot-interval': flag.textOf('uint')('Number of log entries between Raft snapshots', { default: '10000' }),
    'task-history-limit': flag.int('Task history retention limit', { default: 5 }),
  },
  needsFlags: true,
  asks: () => SWARM,
});

export const swarm = verb({
  name: 'swarm',
  short: 'Manage Swarm',
  family: 'swarm',
  commands: [ca, init, join, joinToken, leave, unlock, unlockKey, update],
});
