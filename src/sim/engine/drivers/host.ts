import { SingletonDriver } from './singleton.ts';

/** Containers on it have the host's network namespace for their own (libnetwork/drivers/host). */
export class HostDriver extends SingletonDriver {
  readonly name = 'host';
}
