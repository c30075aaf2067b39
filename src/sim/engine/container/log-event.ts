import type { Daemon } from '../daemon.ts';
import type { Container } from './container.ts';

/** Tells those who listen that something has happened to a container. */
export function logEvent(
  daemon: Daemon,
  container: Container,
  action: string,
  attributes: Readonly<Record<string, string>> = {},
): void {
  daemon.events.log('container', action, container.id, {
    ...container.config.Labels,
    ...attributes,
    ...(container.config.Image !== '' && { image: container.config.Image }),
    name: container.plainName,
  });
}
