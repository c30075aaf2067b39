import type { HostConfig } from './config.ts';
import { resourceWarnings } from './resources.ts';

/** What the engine says of settings that it takes but that will not do as asked (verifyPlatformContainerSettings). */
export function creationWarnings(host: HostConfig): string[] {
  const published = Object.keys(host.PortBindings ?? {}).length > 0;
  return [
    ...resourceWarnings(host),
    ...(host.NetworkMode === 'host' && published ? ['Published ports are discarded when using host network mode'] : []),
  ];
}
