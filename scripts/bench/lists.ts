import { ApiServer } from '../../src/sim/api/server.ts';
import { duplex, runBeside } from '../../src/sim/http/duplex.test-support.ts';
import type { ByteStream } from '../../src/sim/http/stream.ts';
import type { Task } from '../../src/sim/kernel/task.ts';
import { DockerBench } from './docker-bench.ts';
import { median, milliseconds, report } from './measure.ts';

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

/** The medians of GET /networks and GET /containers/json with 10 and with 1,000 of them. */
export function benchLists(): void {
  for (const count of [10, 1_000]) {
    const aim = count === 10 ? '0.3 ms' : '10 ms';
    const networks = filled(count, (bench, i) => bench.network(`net${i}`, `10.${i >> 8}.${i & 255}.0/24`));
    report(`GET /networks with ${count}`, `${requestTime(networks, '/v1.51/networks').toFixed(2)} ms`);
    const containers = filled(count, (bench, i) => bench.run(`c${i}`, 'bridge'));
    const path = '/v1.51/containers/json?all=1';
    report(`GET /containers/json?all=1 with ${count}`, `${requestTime(containers, path).toFixed(2)} ms`, aim);
  }
}
