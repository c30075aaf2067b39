import { playScenario } from '../../src/lab/player.ts';
import { parseScenario } from '../../src/lab/scenario.ts';
import { DeviceCaptures } from '../../src/sim/observe/captures.ts';
import { World } from '../../src/sim/world.ts';

/** Plays a scenario: the SHA-256 and the name of each of its captures. Runs in Node and in a page. */
export async function playCaptures(text: string): Promise<string[]> {
  const world = new World();
  const captures = new DeviceCaptures(world);
  playScenario(parseScenario(text), world);
  const lines: string[] = [];
  for (const [name, bytes] of captures.files()) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice()));
    lines.push(`${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')} ${name}`);
  }
  return lines;
}
