import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { playScenario } from '../src/lab/player.ts';
import { parseScenario } from '../src/lab/scenario.ts';
import { compare, type Step } from './compare.ts';

const FOLDER = new URL('./transcripts/', import.meta.url);
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

test.each(names)('%s: the simulation shows what a real Docker Engine showed', (name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  const recorded = JSON.parse(text) as { steps: Step[] };
  expect(compare(recorded.steps, playScenario(parseScenario(text)).steps)).toEqual([]);
});
