import type { EndpointSettings } from '../../api/types/network.ts';
import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { cut } from '../../command/list-flags.ts';
import { verb } from '../cli.ts';
import { links } from '../option-lists.ts';

function driverOptions(options: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    options.map((option) => {
      const [name, value] = cut(option);
      if (!option.includes('=') || name.trim() === '') {
        throw new Error('invalid key/value pair format in driver options');
      }
      return [name.trim(), value.trim()];
    }),
  );
}

export const connect = verb({
  name: 'connect',
  usage: '[OPTIONS] NETWORK CONTAINER',
  short: 'Connect a container to a network',
  args: exactArgs(2),
  flags: {
    alias: flag.strings('Add network-scoped alias for the container'),
    'driver-opt': flag.strings('driver options for the network'),
    'gw-priority': flag.int('Highest gw-priority provides the default gateway. Accepts positive and negative values.'),
    ip: flag.string('IPv4 address (e.g., "172.30.100.104")'),
    ip6: flag.string('IPv6 address (e.g., "2001:db8::33")'),
    link: links('Add link to another container'),
    'link-local-ip': flag.strings('Add a link-local address for the container'),
  },
  completes: ['network', 'container'],
  *run(cli, { args, flags }) {
    const [network = '', container = ''] = args;
    const endpoint: Partial<EndpointSettings> = {
      IPAMConfig: { IPv4Address: flags.ip, IPv6Address: flags.ip6, LinkLocalIPs: [...flags['link-local-ip']] },
      Links: flags.link.length === 0 ? null : [...flags.link],
      Aliases: [...flags.alias],
      DriverOpts: driverOptions(flags['driver-opt']),
      GwPriority: flags['gw-priority'],
    };
    yield* cli.client.networkConnect(network, container, endpoint);
    return 0;
  },
});
