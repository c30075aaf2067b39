import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { playScenario } from '../src/lab/player.ts';
import { parseScenario } from '../src/lab/scenario.ts';
import { type Call, watchFailures } from './engine-state.ts';

const FOLDER = new URL('./transcripts/', import.meta.url);

/** Those that make networks or publish ports: all that their failing calls could leave something of. */
const names = readdirSync(FOLDER).filter(
  (name) => name.endsWith('.json') && /docker network (create|connect)| -p |--network /.test(read(name)),
);

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

let failures: Call[];
let stop: () => void;
/** In all transcripts together: were there none, nothing would be told. */
let refused = 0;

beforeEach(() => {
  failures = [];
  stop = watchFailures((call) => failures.push(call));
});

afterEach(() => stop());

test.each(names)('%s: what the engine refuses leaves everything as it was', (name) => {
  playScenario(parseScenario(read(name)));
  refused += failures.length;
  for (const { method, message, before, after } of failures) expect(after, `${method}: ${message}`).toEqual(before);
});

afterAll(() => expect(refused).toBeGreaterThan(80));
