import { Player } from '../../src/lab/player.ts';
import { World } from '../../src/sim/world.ts';
import { median, milliseconds, report } from './measure.ts';
import { beside, realTime } from './peer.ts';

const RUNS = 41;
/** So often it is played before it counts as warm: the engine that runs it compiles what is played often. */
const WARM_UP = 100;
const EARLY = 10;
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

/**
 * Seven commands typed at the host's shell: bash, CLI, API, engine, processes and packets; each waits for its prompt.
 * A replay meets warm code, a reader who has just begun cold code: all three are printed. Alone (`bench -- lesson`) the
 * first one is the first of the process.
 */
export function benchLesson(): void {
  const player = new Player(new World());
  const play = (): string => LESSON.map((input) => player.play({ input }).output).join('');
  const times = Array.from({ length: WARM_UP + RUNS }, () => milliseconds(() => hear(play())));
  const real = realTime(LESSON.join('; '), REAL_RUNS, CLEAN_UP);
  const warm = median(times.slice(WARM_UP));
  report(`the lesson: network create … network rm, 7 commands, warm`, beside(warm, real), '200 ×');
  report('  the first time', beside(times[0] ?? 0, real));
  report('  the second to the tenth', beside(median(times.slice(1, EARLY)), real));
}

function hear(output: string): void {
  if (!output.includes('1 packets received')) throw new Error('no echo');
}
