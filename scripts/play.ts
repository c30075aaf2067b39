/**
 * Plays a scenario and prints what it showed, as JSON: `npm run --silent play -- SCENARIO.json`. With `--pcap DIR` it writes
 * there what passed each device, as MACHINE+NAMESPACE+DEVICE.pcapng.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playScenario } from '../src/lab/player.ts';
import { parseScenario, ScenarioError } from '../src/lab/scenario.ts';
import { DeviceCaptures } from '../src/sim/observe/captures.ts';
import { World } from '../src/sim/world.ts';

const EXIT_USAGE = 2;

/** `SCENARIO.json [--pcap DIR]`, in either order; undefined for anything else. */
function argumentsOf(args: readonly string[]): { file: string; captures?: string } | undefined {
  const at = args.indexOf('--pcap');
  const captures = args[at + 1];
  const [file, ...more] = at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
  if (file === undefined || more.length > 0 || file.startsWith('--')) return undefined;
  if (at < 0) return { file };
  return captures === undefined ? undefined : { file, captures };
}

function main(args: readonly string[]): number {
  const given = argumentsOf(args);
  if (given === undefined) {
    console.error('usage: npm run --silent play -- SCENARIO.json [--pcap DIR]');
    return EXIT_USAGE;
  }
  const { file, captures } = given;
  try {
    const scenario = parseScenario(read(file));
    const world = new World();
    const captured = captures === undefined ? undefined : new DeviceCaptures(world);
    console.log(JSON.stringify(playScenario(scenario, world), null, 1));
    if (captured && captures !== undefined) writeCaptures(captured, captures);
    return 0;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    console.error(`play: ${file}: ${error.message}`);
    return EXIT_USAGE;
  }
}

function writeCaptures(captures: DeviceCaptures, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of captures.files()) writeFileSync(join(folder, name), bytes);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ScenarioError((error as Error).message);
  }
}

process.exitCode = main(process.argv.slice(2));
