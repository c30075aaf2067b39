import { readFileSync } from 'node:fs';
import { playScenario } from '../../src/lab/player.ts';
import { parseScenario } from '../../src/lab/scenario.ts';
import { median, milliseconds, report } from './measure.ts';

const RUNS = 15;
const SCENARIO = new URL('../../tests/transcripts/00-chapter.json', import.meta.url);

/** The whole chapter typed from nothing: shells, CLI, API, engine and packets. */
export function benchChapter(): void {
  const scenario = parseScenario(readFileSync(SCENARIO, 'utf8'));
  const times = Array.from({ length: RUNS }, () => milliseconds(() => playScenario(scenario)));
  report('chapter, first run', `${(times[0] ?? 0).toFixed(1)} ms`);
  report(`chapter, median of ${RUNS}`, `${median(times).toFixed(1)} ms`);
}
