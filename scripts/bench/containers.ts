import { DockerBench } from './docker-bench.ts';
import { flood } from './echoes.ts';
import { heapUsed, median, milliseconds, report } from './measure.ts';

const PER_NETWORK = 5;
/** More of what is done soon: medians of CPU time on a busy machine want them. */
const RUNS = { 10: 31, 100: 11, 1000: 5 } as const;

/** So many containers, five to a network. */
function build(count: number): DockerBench {
  const bench = new DockerBench();
  fill(bench, count);
  return bench;
}

function fill(bench: DockerBench, count: number): void {
  for (let i = 0; i < count / PER_NETWORK; i++) {
    bench.network(`net${i}`, `10.${i >> 8}.${i & 255}.0/24`);
    for (let j = 0; j < PER_NETWORK; j++) bench.run(`c${i}-${j}`, `net${i}`);
  }
}

/** Each container sends one echo to its neighbour on its network: questions for addresses included, all at once. */
function pingAll(bench: DockerBench): void {
  const { containers } = bench;
  containers.forEach((from, i) => {
    const next = i % PER_NETWORK === PER_NETWORK - 1 ? i - PER_NETWORK + 1 : i + 1;
    const to = containers[next];
    if (to) bench.scheduler.spawn(flood(from, to, 1));
  });
  bench.pass(0.2);
}

/** Containers made and started by the engine, each with a process, files and a place on its network; no HTTP, no CLI. */
export function benchContainers(): void {
  const time = (count: number): number => {
    const bench = new DockerBench();
    return milliseconds(() => fill(bench, count));
  };
  const [cold, warmUp] = [time(10), time(1_000)];
  const costs = ([10, 100, 1_000] as const).map((count) => {
    return { count, cost: median(Array.from({ length: RUNS[count] }, () => time(count))) };
  });
  const [total] = costs.slice(-1);
  report('1,000 containers on 200 networks built', `${total?.cost.toFixed(0)} ms`, '150 ms');
  const each = costs.map(
    ({ count, cost }) => `${((cost * 1_000) / count).toFixed(0)} µs of ${count.toLocaleString('en')}`,
  );
  report('  a container, with its share of a network', each.join(', '), 'flat');
  report('  the first 10, the first 1,000 of the process', `${cold.toFixed(0)}, ${warmUp.toFixed(0)} ms`);
  const bench = build(1_000);
  bench.pass(4);
  report(
    `  each pings another once, ${bench.rules} rules`,
    `${milliseconds(() => pingAll(bench)).toFixed(0)} ms`,
    '100 ms',
  );
}

export function benchHeap(): void {
  build(100);
  const empty = new DockerBench();
  const before = heapUsed();
  fill(empty, 1_000);
  empty.pass(4);
  const bytes = (heapUsed() - before) / 1_000;
  report('heap per container (of 1,000 on 200 networks)', `${(bytes / 1024).toFixed(1)} KB`, '25 KB');
}
