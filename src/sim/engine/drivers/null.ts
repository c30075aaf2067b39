import { SingletonDriver } from './singleton.ts';

/** Containers on it have a loopback only (libnetwork/drivers/null). */
export class NullDriver extends SingletonDriver {
  readonly name = 'null';
}
