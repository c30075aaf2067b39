import type { EndpointSettings } from '../../api/types/network.ts';
import type { CreationFlags } from './creation-flags.ts';
import { attachmentTo, type NetworkAttachment } from './network-option.ts';

/** Names that are modes rather than networks of the user's (moby's NetworkMode.IsUserDefined). */
const isUserDefined = (mode: string): boolean =>
  !['default', 'bridge', 'host', 'none'].includes(mode) && !mode.startsWith('container:');

export function checkMac(address: string): void {
  const groups = address.trim().split(/[:-]/);
  const dotted = /^[0-9a-fA-F]{4}(\.[0-9a-fA-F]{4}){2,}$/.test(address.trim());
  const plain = [6, 8, 20].includes(groups.length) && groups.every((group) => /^[0-9a-fA-F]{2}$/.test(group));
  if (!dotted && !plain) throw new Error(`${address} is not a valid mac address`);
}

const conflict = (what: string): Error => new Error(`conflicting options: cannot specify both ${what}`);

/** The first network takes what the flags of the container say (docker/cli's applyContainerOptions). */
function withContainerFlags(network: NetworkAttachment, flags: CreationFlags): NetworkAttachment {
  const { aliases, ipv4Address, ipv6Address, macAddress, linkLocalIps } = network;
  const [alias, ip, ip6, mac, local] = [
    flags['network-alias'],
    flags.ip,
    flags.ip6,
    flags['mac-address'],
    flags['link-local-ip'],
  ];
  if (aliases.length > 0 && alias.length > 0) throw conflict('--network-alias and per-network alias');
  if (ipv4Address !== '' && ip !== '') throw conflict('--ip and per-network IPv4 address');
  if (ipv6Address !== '' && ip6 !== '') throw conflict('--ip6 and per-network IPv6 address');
  if (macAddress !== '' && mac !== '') throw conflict('--mac-address and per-network MAC address');
  if (linkLocalIps.length > 0 && local.length > 0) {
    throw conflict('--link-local-ip and per-network link-local IP addresses');
  }
  return {
    ...network,
    aliases: alias.length > 0 ? alias : aliases,
    links: isUserDefined(network.target) ? flags.link : [],
    ipv4Address: ip || ipv4Address,
    ipv6Address: ip6 || ipv6Address,
    macAddress: mac || macAddress,
    linkLocalIps: local.length > 0 ? local : linkLocalIps,
  };
}

function endpoint(network: NetworkAttachment): Partial<EndpointSettings> {
  const { target, aliases, links, driverOptions, ipv4Address, ipv6Address, linkLocalIps, macAddress, gwPriority } =
    network;
  if (target.trim() === '') throw new Error('no name set for network');
  if (!isUserDefined(target)) {
    if (aliases.length > 0) throw new Error('network-scoped aliases are only supported for user-defined networks');
    if (links.length > 0) throw new Error('links are only supported for user-defined networks');
  }
  if (macAddress !== '') checkMac(macAddress);
  const addressed = ipv4Address !== '' || ipv6Address !== '' || linkLocalIps.length > 0;
  return {
    ...(gwPriority === 0 ? {} : { GwPriority: gwPriority }),
    ...(aliases.length > 0 ? { Aliases: [...aliases] } : {}),
    ...(links.length > 0 ? { Links: [...links] } : {}),
    ...(Object.keys(driverOptions).length > 0 ? { DriverOpts: driverOptions } : {}),
    ...(addressed
      ? {
          IPAMConfig: {
            ...(ipv4Address === '' ? {} : { IPv4Address: ipv4Address }),
            ...(ipv6Address === '' ? {} : { IPv6Address: ipv6Address }),
            ...(linkLocalIps.length > 0 ? { LinkLocalIPs: [...linkLocalIps] } : {}),
          },
        }
      : {}),
    ...(macAddress === '' ? {} : { MacAddress: macAddress }),
  };
}

/** What the container asks of each of its networks (docker/cli's parseNetworkOpts). */
export function endpoints(flags: CreationFlags): Record<string, Partial<EndpointSettings>> {
  const found: Record<string, Partial<EndpointSettings>> = {};
  const attachments = flags.network.length > 0 ? flags.network : [attachmentTo('default')];
  attachments.forEach((attachment, i) => {
    const { target } = attachment;
    const settings = endpoint(i === 0 ? withContainerFlags(attachment, flags) : attachment);
    if (found[target] !== undefined) throw new Error(`network "${target}" is specified multiple times`);
    // Docker leaves a lone network without wishes to the engine.
    const plain = flags.network.length === 1 && Object.keys(settings).length === 0;
    if (!plain) found[target] = settings;
  });
  const user = flags.network.map(({ target }) => isUserDefined(target));
  if (user.includes(true) && user.includes(false)) {
    throw new Error('conflicting options: cannot attach both user-defined and non-user-defined network-modes');
  }
  return found;
}
