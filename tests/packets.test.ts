import { expect, test } from 'vitest';
import { SECOND, type TraceEvent, World } from '../src/sim/world.ts';

const encoder = new TextEncoder();

/** Two containers on the default bridge, each with its shell in a terminal of docker1. */
function twoContainers() {
  const world = new World();
  const terminals = [1, 2].map(() => {
    const terminal = world.openTerminal({ host: 'docker1', columns: 80, rows: 24 });
    let shown = '';
    terminal.onOutput((bytes) => {
      shown += new TextDecoder().decode(bytes);
    });
    const type = (line: string, seconds = 1) => {
      terminal.input(encoder.encode(`${line}\r`));
      world.runFor(seconds * SECOND);
    };
    return { type, shown: () => shown };
  });
  const [one, two] = terminals as [(typeof terminals)[0], (typeof terminals)[0]];
  one.type('docker run -it --name one alpine sh', 4);
  two.type('docker run -it --name two alpine sh', 4);
  const events: TraceEvent[] = [];
  world.onTrace((event) => events.push(event));
  return { world, one, two, events };
}

const ofKind = <K extends TraceEvent['kind']>(events: readonly TraceEvent[], kind: K) =>
  events.filter((event): event is Extract<TraceEvent, { kind: K }> => event.kind === kind);

test('a first ping asks for the MAC, is flooded as a question and crosses the bridge by the learnt port', () => {
  const { one, events } = twoContainers();
  one.type('ping -c 1 172.17.0.3');
  expect(ofKind(events, 'neighbour-ask')[0]).toMatchObject({ address: '172.17.0.3', unicast: false });
  expect(ofKind(events, 'bridge-flood').length).toBeGreaterThan(0);
  const forwarded = ofKind(events, 'bridge-forward').filter(({ device }) => device === 'docker0');
  // ARP reply, echo request, echo reply: each to one port only.
  expect(forwarded.length).toBeGreaterThanOrEqual(3);
  expect(one.shown()).toContain('1 packets transmitted, 1 packets received, 0% packet loss');
});

test('an answer that ping shows is an answer that arrived: as many as there were echo replies', () => {
  const { one, events } = twoContainers();
  one.type('ping -c 3 172.17.0.3', 4);
  const shown = one.shown().match(/64 bytes from 172\.17\.0\.3/g) ?? [];
  const echoReplies = ofKind(events, 'device-rx').filter(
    ({ frame, device, machine }) => machine === 'docker1' && device === 'eth0' && frame[23] === 1 && frame[34] === 0,
  );
  expect([shown.length, echoReplies.length]).toEqual([3, 3]);
});

test('a container that has stopped answers no more', () => {
  const { one, two } = twoContainers();
  two.type('exit', 2);
  one.type('ping -c 2 -W 1 172.17.0.3', 5);
  expect(one.shown()).toContain('2 packets transmitted, 0 packets received, 100% packet loss');
});

test('the same world and the same keys give the same bytes', () => {
  const run = () => {
    const { one, two } = twoContainers();
    one.type('ping -c 2 172.17.0.3', 3);
    two.type('ifconfig');
    return one.shown() + two.shown();
  };
  expect(run()).toBe(run());
});
