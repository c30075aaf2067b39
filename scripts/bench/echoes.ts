/**
 * What an echo is here: a raw ICMP socket in a container's network namespace sends a request of 56 data bytes (sendto(2)
 * on the socket itself), as a frame that crosses veth, bridge, netfilter and, where there is one, router; the other
 * container's kernel verifies the checksums of both headers and answers; the answer comes back the same way, and is read
 * from the socket and checked. 64 are on their way at once. Not in it: a process around the socket and its system calls;
 * the 64 messages are made once. Captures and « why » are off, as nobody listens.
 */
import { MILLISECOND } from '../../src/sim/kernel/clock.ts';
import { type Task, waitUntil } from '../../src/sim/kernel/task.ts';
import { emitIcmp } from '../../src/sim/kernel/wire/icmp.ts';
import { DockerBench, type RunningContainer } from './docker-bench.ts';
import { floorEchoes } from './floor.ts';
import { milliseconds, report } from './measure.ts';

const BATCH = 64;
const WARM_UP = 20_000;
const ECHOES = 100_000;
const RUNS = 5;
const IPV4_HEADER = 20;
const DATA = 56;
const ECHO_REPLY = 0;

const messages = Array.from({ length: BATCH }, (_, sequence) =>
  emitIcmp({ type: 'echo-request', id: 7, sequence, data: new Uint8Array(DATA) }),
);

/** Sends `count` echoes from one to the other. Throws where one is not answered, or wrongly. */
export function* flood(from: RunningContainer, to: RunningContainer, count: number): Task<void> {
  const { clock } = from.net.environment;
  const now = (): number => clock.now;
  const socket = from.net.socketFamily({ raw: true, gid: 0 }).socket('inet', 'raw', 1);
  yield* socket.connect({ family: 'inet', address: to.address, port: 0 });
  for (let sent = 0; sent < count; sent += BATCH) {
    const size = Math.min(BATCH, count - sent);
    for (const message of messages.slice(0, size)) yield* socket.write(message);
    for (let answered = 0; answered < size; ) {
      if (!(yield* waitUntil(() => socket.readable, [socket.changed], now, clock.now + 100 * MILLISECOND)))
        throw new Error('no echo');
      const heard = yield* socket.read(65_536);
      // A raw socket hears the requests of others, too.
      if (heard.length === IPV4_HEADER + 8 + DATA && heard[IPV4_HEADER] === ECHO_REPLY) answered++;
    }
  }
  socket.close();
}

/** Echoes a second between a bench's first two containers: the best of some runs. */
function rate(bench: DockerBench): number {
  const [from, to] = bench.containers;
  if (!from || !to) throw new Error('two containers are needed');
  const run = (count: number) =>
    milliseconds(() => {
      let done = false;
      const task = function* () {
        yield* flood(from, to, count);
        done = true;
      };
      bench.scheduler.spawn(task());
      while (!done) bench.pass(0.01);
    });
  run(WARM_UP);
  return (ECHOES * 1_000) / Math.min(...Array.from({ length: RUNS }, () => run(ECHOES)));
}

/** Two containers on docker0, whose frames pass the host's rules as br_netfilter has them do. */
function oneBridge(): DockerBench {
  const bench = new DockerBench();
  bench.run('c1', 'bridge');
  bench.run('c2', 'bridge');
  return bench;
}

/** Two networks in gateway mode « routed »: the host forwards between them, and Docker's rules let ICMP through. */
function twoNetworks(): DockerBench {
  const bench = new DockerBench();
  const routed = { 'com.docker.network.bridge.gateway_mode_ipv4': 'routed' };
  bench.network('left', '10.1.0.0/24', routed);
  bench.network('right', '10.2.0.0/24', routed);
  bench.run('c1', 'left');
  bench.run('c2', 'right');
  return bench;
}

const show = (perSecond: number): string =>
  `${Math.round(perSecond).toLocaleString('en')}/s, ${Math.round(1e9 / perSecond)} ns each`;

export function benchEchoes(): void {
  const floor = floorEchoes();
  report('floor: echoes of bytes alone, no timers, rules or sockets', show(floor));
  const [bridged, routed] = [oneBridge(), twoNetworks()];
  const across = rate(bridged);
  report(
    `echoes on one bridge, ${bridged.rules} rules`,
    `${show(across)}, ${(floor / across).toFixed(1)} × the floor`,
    '1 M/s',
  );
  const over = rate(routed);
  report(
    `echoes routed across two networks, ${routed.rules} rules`,
    `${show(over)}, ${(floor / over).toFixed(1)} × the floor`,
    '500 k/s',
  );
}
