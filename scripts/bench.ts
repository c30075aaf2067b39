/** `npm run bench`: how long the chapter takes from nothing, and how fast packets cross a bridge. Figures, not tests. */
import { readFileSync } from 'node:fs';
import { playScenario } from '../src/lab/player.ts';
import { parseScenario } from '../src/lab/scenario.ts';

const RUNS = 15;
const SCENARIO = new URL('../tests/transcripts/00-chapter.json', import.meta.url);
/** One echo request and its answer are two packets across docker0. */
const PACKETS_PER_PING = 2;
const PINGS = 20_000;

function milliseconds(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function benchChapter(): void {
  const scenario = parseScenario(readFileSync(SCENARIO, 'utf8'));
  const times = Array.from({ length: RUNS }, () => milliseconds(() => playScenario(scenario)));
  console.log(`chapter, first run:      ${(times[0] ?? 0).toFixed(1)} ms`);
  console.log(`chapter, median of ${RUNS}:   ${median(times).toFixed(1)} ms`);
}

function benchBridge(): void {
  const steps = [
    { terminal: '1', input: 'docker run -it alpine sh' },
    { terminal: '2', input: 'docker run -it alpine sh' },
  ];
  const ping = { terminal: '2', input: `ping -q -i 0.001 -c ${PINGS} 172.17.0.2`, timeout: 3600 };
  const idle = milliseconds(() => playScenario({ steps }));
  const busy = milliseconds(() => playScenario({ steps: [...steps, ping] }));
  const perSecond = (PINGS * PACKETS_PER_PING * 1_000) / (busy - idle);
  console.log(`packets over one bridge: ${Math.round(perSecond).toLocaleString('en')} a second`);
}

benchChapter();
benchBridge();
