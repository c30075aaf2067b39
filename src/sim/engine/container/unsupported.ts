import { notSimulated } from '../errors.ts';
import type { HostConfig } from './config.ts';

/** The kernel here has no SCTP. */
const publishesSctp = (host: HostConfig): boolean =>
  Object.keys(host.PortBindings ?? {}).some((port) => port.endsWith('/sctp'));

/** Throws, in French, for what this simulation lacks and whose effect would be missed. */
export function refuseUnsupported(host: HostConfig): void {
  if (publishesSctp(host)) throw notSimulated('la publication de ports SCTP : pas encore simulé.');
}
