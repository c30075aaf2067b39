import { forbidden } from '../errors.ts';
import type { Network } from '../network/network.ts';
import type { NetworkDriver } from './driver.ts';

/** What host and null have in common: one network for good, and no interface to make. */
export abstract class SingletonDriver implements NetworkDriver {
  abstract readonly name: string;
  readonly allocatesAddresses = false;
  #network: Network | undefined;

  validateOptions(): void {}

  createNetwork(network: Network): void {
    if (this.#network !== undefined) throw forbidden(`only one instance of "${this.name}" network is allowed`);
    this.#network = network;
  }

  deleteNetwork(): void {
    throw forbidden(`network of type "${this.name}" cannot be deleted`);
  }

  createEndpoint(): void {}
  deleteEndpoint(): void {}
  join(): void {}
  leave(): void {}
}
