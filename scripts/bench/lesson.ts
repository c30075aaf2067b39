import { Player } from '../../src/lab/player.ts';
import { World } from '../../src/sim/world.ts';
import { median, milliseconds, report } from './measure.ts';
import { beside, realTime } from './peer.ts';

const RUNS = 41;
const REAL_RUNS = 3;

/** A network of one's own, from its making to its end: names that begin with `bench-` are nobody else's. */
const LESSON = [
  'docker network create bench-net',
  'docker run -d --name bench-a --network bench-net alpine sleep 1d',
  'docker run -d --name bench-b --network bench-net alpine sleep 1d',
  'docker exec bench-a ping -c 1 bench-b',
  'docker network inspect bench-net',
  'docker rm -f bench-a bench-b',
  'docker network rm bench-net',
] as const;

const CLEAN_UP = 'docker rm -f bench-a bench-b; docker network rm bench-net';

/** Seven commands typed at the host's shell: bash, CLI, API, engine, processes and packets; each waits for its prompt. */
export function benchLesson(): void {
  const player = new Player(new World());
  const play = (): string[] => LESSON.map((input) => player.play({ input }).output);
  if (!play().join('').includes('1 packets received')) throw new Error('no echo');
  const times = Array.from({ length: RUNS }, () => milliseconds(() => void play()));
  const own = median(times);
  report(
    'the lesson: network create … network rm, 7 commands',
    beside(own, realTime(LESSON.join('; '), REAL_RUNS, CLEAN_UP)),
    '200 ×',
  );
}
