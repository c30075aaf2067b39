import { DockerBench } from './docker-bench.ts';
import { median, milliseconds, report } from './measure.ts';
import { beside, realTime } from './peer.ts';

const COUNT = 100;
const RUNS = 9;

const REMOVE = { force: true, volumes: false, link: false };

const NAMES = `$(seq -f bench-c%g ${COUNT})`;
const CYCLE = [
  `for name in ${NAMES}; do docker create --name $name alpine sleep 1d; done`,
  `docker start ${NAMES}`,
  `docker inspect ${NAMES}`,
  `docker rm -f ${NAMES}`,
].join('; ');

/** Containers made, started, inspected and removed: by the engine itself; the real one is asked through its CLI. */
export function benchCycle(): void {
  const bench = new DockerBench();
  const cycle = (): void => {
    for (let i = 0; i < COUNT; i++) bench.run(`c${i}`, 'bridge');
    for (let i = 0; i < COUNT; i++) bench.engine.containerInspect(`c${i}`);
    for (let i = 0; i < COUNT; i++) bench.call(bench.engine.containerRemove(`c${i}`, REMOVE));
    bench.pass(1);
  };
  const times = Array.from({ length: RUNS }, () => milliseconds(cycle));
  report(`${COUNT} containers created, started, inspected, removed`, beside(median(times), realTime(CYCLE, 1)));
}
