import type { HostConfig } from './config.ts';

/** What the engine says of settings that it takes but that will not do as asked (verifyPlatformContainerSettings). */
export function creationWarnings({ NetworkMode: mode, PortBindings: ports }: HostConfig): string[] {
  const published = Object.keys(ports ?? {}).length > 0;
  return mode === 'host' && published ? ['Published ports are discarded when using host network mode'] : [];
}
