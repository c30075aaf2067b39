import { Player } from '../../src/lab/player.ts';
import { ApiServer } from '../../src/sim/api/server.ts';
import { duplex, runBeside } from '../../src/sim/http/duplex.test-support.ts';
import type { ByteStream } from '../../src/sim/http/stream.ts';
import type { Task } from '../../src/sim/kernel/task.ts';
import { World } from '../../src/sim/world.ts';
import { DockerBench } from './docker-bench.ts';
import { median, milliseconds, report } from './measure.ts';
import { beside, type RealList, realRequestTime } from './peer.ts';

const RUNS = 41;
const WARM_UP = 15;

function* get(stream: ByteStream, path: string): Task<number> {
  yield* stream.write(new TextEncoder().encode(`GET ${path} HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n`));
  let length = 0;
  for (;;) {
    const chunk = yield* stream.read();
    if (chunk.length === 0) return length;
    length += chunk.length;
  }
}

/** From the request's bytes to the answer's last one: HTTP, route, engine and JSON, on a stream in memory. */
function requestTime(bench: DockerBench, path: string): number {
  const server = new ApiServer(bench.engine);
  const once = () =>
    milliseconds(() => {
      const [client, remote] = duplex();
      runBeside(get(client, path), server.serve(remote));
    });
  for (let i = 0; i < WARM_UP; i++) once();
  return median(Array.from({ length: RUNS }, once));
}

const filled = (count: number, fill: (bench: DockerBench, i: number) => void): DockerBench => {
  const bench = new DockerBench();
  for (let i = 0; i < count; i++) fill(bench, i);
  return bench;
};

/** The medians of GET /networks and GET /containers/json with 10 and with 1,000 of them, beside the real engine's. */
export function benchLists(): void {
  for (const count of [10, 1_000]) {
    const aim = count === 10 ? '0.3 ms' : '10 ms';
    const networks = filled(count, (bench, i) => bench.network(`net${i}`, subnet(i)));
    print('/v1.51/networks', networks, realNetworks(count));
    const containers = filled(count, (bench, i) => bench.run(`c${i}`, 'bridge'));
    print('/v1.51/containers/json?all=1', containers, realContainers(count), aim);
  }
  for (const count of [10, 1_000]) benchNetworkLs(count);
}

const subnet = (i: number): string => `10.${i >> 8}.${i & 255}.0/24`;

function print(path: string, bench: DockerBench, list: RealList, aim = ''): void {
  report(`GET ${path} with ${list.count}`, beside(requestTime(bench, path), realRequestTime(path, list)), aim);
}

const realContainers = (count: number): RealList => ({
  count,
  make: 'docker create --name bench-{} alpine sleep 1d',
  remove: 'docker rm -f bench-{}',
});

const realNetworks = (count: number): RealList => ({
  count,
  make: 'docker network create --subnet 10.$(({} >> 8)).$(({} & 255)).0/24 bench-{}',
  remove: 'docker network rm bench-{}',
});

/** `docker network ls` typed at the host's shell: from the key to the prompt. */
function benchNetworkLs(count: number): void {
  const player = new Player(new World());
  const make = `docker network create --subnet 10.$((i >> 8)).$((i & 255)).0/24 net$i`;
  player.play({ input: `for i in $(seq ${count}); do ${make}; done > /dev/null`, timeout: 36_000 });
  const list = (): string => player.play({ input: 'docker network ls' }).output;
  if (list().trim().split('\n').length !== count + 4) throw new Error('networks are missing');
  const times = Array.from({ length: RUNS }, () => milliseconds(() => void list()));
  report(`docker network ls with ${count} of one's own`, `${median(times).toFixed(2)} ms`);
}
