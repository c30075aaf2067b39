import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, verb } from '../cli.ts';
import { asking } from './asking.ts';
import { checkAvailability, init } from './init.ts';
import { joinToken } from './join-token.ts';
import { unlockKey } from './unlock-key.ts';
import { update } from './update.ts';

const SWARM = '/swarm';

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
  hidden: 'manager',
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

const leave = asking({
  name: 'leave',
  usage: '[OPTIONS]',
  short: 'Leave the swarm',
  hidden: 'active',
  flags: {
    force: flag.bool('Force this node to leave the swarm, ignoring warnings', { short: 'f' }),
  },
  asks: () => `${SWARM}/leave`,
  method: 'POST',
  query: ({ flags }) => ({ force: flags.force ? '1' : undefined }),
  after: (cli) => print(cli, 'Node left the swarm.\n'),
});

const unlock = asking({
  name: 'unlock',
  short: 'Unlock swarm',
  hidden: 'manager',
  asks: () => `${SWARM}/unlock`,
  *before(cli) {
    const { Swarm } = yield* cli.client.info();
    if (Swarm.LocalNodeState === 'inactive') throw new Error('Error: This node is not part of a swarm');
    throw new Error('Error: swarm is not locked');
  },
});

export const swarm = verb({
  name: 'swarm',
  short: 'Manage Swarm',
  family: 'swarm',
  commands: [ca, init, join, joinToken, leave, unlock, unlockKey, update],
});
