import { DeviceCaptures } from '../sim/world.ts';
import type { CapturedInterface, History } from './protocol.ts';
import { Session } from './session.ts';

/**
 * All that an interface has sent and received since a lab began, as a pcapng file. Nothing is kept for it: the lab is played
 * again with someone listening, and the same bytes pass.
 */
export function captureOf(
  history: History,
  { machine, namespace, device }: CapturedInterface,
): Uint8Array<ArrayBuffer> {
  let captures: DeviceCaptures | undefined;
  const listen = (world: ConstructorParameters<typeof DeviceCaptures>[0]): void => {
    captures = new DeviceCaptures(world);
  };
  new Session({ history, seed: history.seed, epoch: history.epoch }, () => {}, listen);
  return captures?.file(machine, namespace, device) ?? new Uint8Array();
}
