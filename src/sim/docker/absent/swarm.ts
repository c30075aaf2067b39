import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { absent } from './absent.ts';

const init = absent({
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
});

const join = absent({
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
});

export const swarm = verb({
  name: 'swarm',
  short: 'Manage Swarm',
  family: 'swarm',
  commands: [init, join],
});
