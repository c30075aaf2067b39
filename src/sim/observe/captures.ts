import type { FrameListener } from '../kernel/trace.ts';
import { concatBytes } from '../kernel/wire/bytes.ts';
import { pcapngHeader, pcapngPacket } from './pcapng.ts';

/** What of a world can be captured. */
interface Wires {
  onFrame(listener: FrameListener): () => void;
}

/**
 * A file's name for a device: machine, namespace and device, joined by a `+`. Whatever in them could not stand in a file's
 * name, or is a `+`, is written as %XX, so that no two devices share a name.
 */
const fileName = (...parts: readonly string[]): string => `${parts.map(encodeURIComponent).join('+')}.pcapng`;

/** Captures every device of a world from now on, each into a file of its own: what a packet socket there would hear. */
export class DeviceCaptures {
  readonly #blocks = new Map<string, Uint8Array[]>();
  readonly #stop: () => void;

  constructor(world: Wires) {
    this.#stop = world.onFrame(({ time, machine, namespace, device = '' }, direction, frame) => {
      this.#blocksOf(machine, namespace, device).push(pcapngPacket(frame, time, direction));
    });
  }

  #blocksOf(machine: string, namespace: string, device: string): Uint8Array[] {
    const name = fileName(machine, namespace, device);
    let blocks = this.#blocks.get(name);
    if (blocks === undefined) {
      blocks = [...pcapngHeader(device, `${device} of ${namespace} on ${machine}`)];
      this.#blocks.set(name, blocks);
    }
    return blocks;
  }

  stop(): void {
    this.#stop();
  }

  /** One device's pcapng file; no packets in it where no frame has passed. */
  file(machine: string, namespace: string, device: string): Uint8Array<ArrayBuffer> {
    return concatBytes(...this.#blocksOf(machine, namespace, device));
  }

  /** The pcapng files by their names, of the devices that frames have passed. */
  files(): ReadonlyMap<string, Uint8Array> {
    return new Map([...this.#blocks].map(([name, blocks]) => [name, concatBytes(...blocks)]));
  }
}
