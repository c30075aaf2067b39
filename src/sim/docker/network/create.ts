import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, verb } from '../cli.ts';
import { labelMap, labels } from '../option-lists.ts';
import { ipamConfig } from './ipam-config.ts';

export const create = verb({
  name: 'create',
  usage: '[OPTIONS] NETWORK',
  short: 'Create a network',
  args: exactArgs(1),
  flags: {
    attachable: flag.bool('Enable manual container attachment'),
    'aux-address': flag.map('Auxiliary IPv4 or IPv6 addresses used by Network driver'),
    'config-from': flag.string('The network from which to copy the configuration'),
    'config-only': flag.bool('Create a configuration only network'),
    driver: flag.string('Driver to manage the Network', { short: 'd', default: 'bridge' }),
    gateway: flag.strings('IPv4 or IPv6 Gateway for the master subnet'),
    ingress: flag.bool('Create swarm routing-mesh network'),
    internal: flag.bool('Restrict external access to the network'),
    'ip-range': flag.strings('Allocate container ip from a sub-range'),
    'ipam-driver': flag.string('IP Address Management Driver', { default: 'default' }),
    'ipam-opt': flag.map('Set IPAM driver specific options'),
    ipv4: flag.bool('Enable or disable IPv4 address assignment', { default: true }),
    ipv6: flag.bool('Enable or disable IPv6 address assignment'),
    label: labels('Set metadata on a network'),
    opt: flag.map('Set driver specific options', { short: 'o' }),
    scope: flag.string("Control the network's scope"),
    subnet: flag.strings('Subnet in CIDR format that represents a network segment'),
  },
  *run(cli, { args, flags, changed }) {
    const { Id } = yield* cli.client.networkCreate({
      Name: args[0] ?? '',
      Driver: flags.driver,
      Options: Object.fromEntries(flags.opt),
      IPAM: {
        Driver: flags['ipam-driver'],
        Options: Object.fromEntries(flags['ipam-opt']),
        Config: ipamConfig(flags.subnet, flags['ip-range'], flags.gateway, flags['aux-address']),
      },
      Internal: flags.internal,
      ...(changed.has('ipv4') ? { EnableIPv4: flags.ipv4 } : {}),
      ...(changed.has('ipv6') ? { EnableIPv6: flags.ipv6 } : {}),
      Attachable: flags.attachable,
      Ingress: flags.ingress,
      Scope: flags.scope,
      ConfigOnly: flags['config-only'],
      ConfigFrom: flags['config-from'] === '' ? null : { Network: flags['config-from'] },
      Labels: labelMap(flags.label),
    });
    yield* print(cli, `${Id}\n`);
    return 0;
  },
});
