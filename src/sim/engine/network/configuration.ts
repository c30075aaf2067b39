import { forbidden, notFound } from '../errors.ts';
import { advertisementOf } from './advertisement.ts';
import type { NewNetwork } from './controller.ts';
import type { Network } from './network.ts';

/** Throws for what cannot go with `--config-only` or `--config-from` (libnetwork's validateConfiguration). */
export function validateConfiguration(asked: NewNetwork): void {
  if (asked.configOnly && (asked.ingress || asked.internal || asked.attachable || asked.scope)) {
    throw forbidden(
      'configuration network can only contain network specific fields. Network operator fields like [ ingress | internal | attachable | scope ] are not supported.',
    );
  }
  if (!asked.configFrom) {
    advertisementOf(asked.options ?? {});
    return;
  }
  if (asked.configOnly) throw forbidden('a configuration network cannot depend on another configuration network');
  const { ipam, enableIpv4, enableIpv6 } = asked;
  const configured = [ipam.Config ?? [], Object.keys(ipam.Options ?? {}), Object.keys(asked.labels ?? {})];
  if (!enableIpv4 || enableIpv6 || ipam.Driver !== 'default' || configured.some((list) => list.length > 0)) {
    throw forbidden(
      'user specified configurations are not supported if the network depends on a configuration network',
    );
  }
  if (Object.keys(asked.options ?? {}).length > 0) {
    throw forbidden('network driver options are not supported if the network depends on a configuration network');
  }
}

/** What is asked for, with the configuration of the network that it names (applyConfigurationTo). Throws where there is none. */
export function withConfiguration(asked: NewNetwork, networks: readonly Network[]): NewNetwork {
  const { configFrom } = asked;
  if (!configFrom) return asked;
  const source = networks.find(({ name, configOnly }) => configOnly && name === configFrom);
  if (source === undefined) throw notFound(`configuration network "${configFrom}" does not exist`);
  const { ipam, options, labels, enableIpv4, enableIpv6 } = source;
  return { ...asked, ipam, options, labels, enableIpv4, enableIpv6 };
}
