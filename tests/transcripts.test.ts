import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import { playScenario } from '../src/lab/player.ts';
import { parseScenario } from '../src/lab/scenario.ts';
import { compare, type Step } from './compare.ts';
import { AnswerCheck } from './engine-life/answer-check.ts';
import type { Answered } from './engine-life/watched-server.ts';

const { answered } = vi.hoisted(() => ({ answered: [] as Answered[] }));
vi.mock('../src/sim/http/server.ts', async (original) => {
  const { watched } = await import('./engine-life/watched-server.ts');
  return watched(await original(), (answer) => answered.push(answer));
});
beforeEach(() => {
  answered.length = 0;
});

const FOLDER = new URL('./transcripts/', import.meta.url);
const check = new AnswerCheck();
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

test.each(names)('%s: the simulation shows what a real Docker Engine showed', (name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  const recorded = JSON.parse(text) as { steps: Step[] };
  expect(compare(recorded.steps, playScenario(parseScenario(text)).steps)).toEqual([]);
  // The docker command's own calls among them: what clients may rely on is in each answer.
  expect(answered.flatMap((answer) => check.faults(answer))).toEqual([]);
});
