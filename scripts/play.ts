/** Plays a scenario and prints what it showed, as JSON: `npm run --silent play -- SCENARIO.json`. */
import { readFileSync } from 'node:fs';
import { playScenario } from '../src/lab/player.ts';
import { parseScenario, ScenarioError } from '../src/lab/scenario.ts';

const EXIT_USAGE = 2;

function main(args: readonly string[]): number {
  const [file] = args;
  if (args.length !== 1 || file === undefined) {
    console.error('usage: npm run --silent play -- SCENARIO.json');
    return EXIT_USAGE;
  }
  try {
    console.log(JSON.stringify(playScenario(parseScenario(read(file))), null, 1));
    return 0;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    console.error(`play: ${file}: ${error.message}`);
    return EXIT_USAGE;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ScenarioError((error as Error).message);
  }
}

process.exitCode = main(process.argv.slice(2));
