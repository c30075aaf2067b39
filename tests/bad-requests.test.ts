import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { SECOND, World } from '../src/sim/world.ts';
import { askRaw, post, RawClient } from './raw-client.ts';

const REQUESTS = 10_000;
const ATTACHED = 200;
/** How long the engine has for each of them, in its own time. */
const PATIENCE = 0.02 * SECOND;

const world = new World();

/** What a command shows on the host. */
function onHost(command: string): string {
  const window = world.openTerminal({ host: 'docker1', columns: 200, rows: 24, argv: ['bash', '-c', command] });
  let shown = '';
  window.onOutput((bytes) => {
    shown += new TextDecoder().decode(bytes);
  });
  world.runFor(SECOND);
  return shown.trim();
}

/** dockerd's open files and threads: each connection is one of both. */
const daemonHolds = (): string =>
  onHost(
    "p=$(grep -l '^dockerd$' /proc/[0-9]*/comm | cut -d/ -f1-3); echo $(ls $p/fd | wc -l) files, $(grep Threads $p/status | cut -f2) threads",
  );

const ask = (request: string): string => askRaw(world, request, PATIENCE);

const alive = (): boolean => ask('GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n').endsWith('OK');

beforeAll(() => {
  ask(post('/containers/create?name=box', { Image: 'alpine', Cmd: ['cat'], OpenStdin: true, Tty: true }));
  ask(post('/containers/box/start', {}));
  ask(post('/networks/create', { Name: 'lab' }));
});

/** One of `rare` now and then, else one of `usual`. */
const mostly = (usual: readonly string[], rare: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });

/** What there is, by resource; each may be asked for what is another's. */
const EXISTING: Readonly<Record<string, string>> = {
  containers: 'box',
  networks: 'lab',
  images: 'alpine',
  volumes: 'data',
  exec: 'nosuch',
};
const BAD_NAMES = ['bridge', 'nosuch', '', '..', '%', '%zz', 'a b', '%00', 'é', '{'];
const resource = fc.constantFrom(
  ...['/containers/json', '/containers/create', '/containers/prune', '/containers/NAME/json', '/containers/NAME/start'],
  ...['/containers/NAME/attach', '/containers/NAME/exec', '/containers/NAME/logs', '/containers/NAME/wait'],
  ...['/containers/NAME/resize', '/containers/NAME/top', '/containers/NAME/rename', '/containers/NAME/update'],
  ...['/containers/NAME/stats', '/containers/NAME/archive', '/containers/NAME', '/exec/NAME/start', '/exec/NAME/json'],
  ...['/networks', '/networks/create', '/networks/NAME', '/networks/NAME/connect', '/networks/NAME/disconnect'],
  ...['/volumes', '/volumes/create', '/volumes/NAME', '/images/json', '/images/create', '/images/NAME/json'],
  ...[
    '/images/NAME/tag',
    '/images/NAME',
    '/events',
    '/info',
    '/version',
    '/_ping',
    '/system/df',
    '/nonsense',
    '/',
    '*',
  ],
);

const parameter = fc.tuple(
  fc.constantFrom(
    'filters',
    'all',
    'limit',
    'stdout',
    'stdin',
    'stream',
    'follow',
    'tail',
    'since',
    'until',
    't',
    'h',
    'w',
  ),
  fc.constantFrom(
    '1',
    '0',
    '-1',
    'x',
    '',
    '%',
    '{}',
    '{"a":1}',
    '{"label":{"x":true}}',
    '[]',
    '99999999999999999999',
    '1e9',
  ),
);
const target = fc
  .tuple(
    mostly(['', '/v1.51'], ['/v1.24', '/v1.23', '/v1.99', '/v', '/v1.51.1', '/v0', '//']),
    resource,
    mostly([''], BAD_NAMES),
    fc.array(parameter, { maxLength: 4 }),
  )
  .map(([prefix, path, of, query]) => {
    const parameters = query.map((pair) => pair.join('=')).join('&');
    const name = of || (EXISTING[path.split('/')[1] ?? ''] ?? '');
    return `${prefix}${path.replace('NAME', name)}${parameters && `?${parameters}`}`;
  });

const key = fc.constantFrom(
  ...['Name', 'name', 'Image', 'Cmd', 'Env', 'HostConfig', 'PortBindings', 'Binds', 'NetworkMode', 'Memory', 'Labels'],
  ...[
    'NetworkingConfig',
    'EndpointsConfig',
    'IPAM',
    'Config',
    'Subnet',
    'Options',
    'Driver',
    'Container',
    'EndpointConfig',
  ],
  ...[
    'ExposedPorts',
    'Tty',
    'Detach',
    'ConsoleSize',
    'AttachStdin',
    'RestartPolicy',
    'Mounts',
    'bogus',
    '__proto__',
    '80/tcp',
  ],
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -1, 1.5, 1e300, '', 'box', 'bridge', 'alpine', '10.0.0.0/8', '80/tcp', 'é\u0000'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));
const json = value.map((each) => JSON.stringify(each));
const body = fc.oneof(
  { weight: 5, arbitrary: json },
  { weight: 2, arbitrary: fc.tuple(json, fc.nat()).map(([text, cut]) => text.slice(0, cut % (text.length + 1))) },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '{}', '[]', 'null', '{"Name":"x"} more', `{"Name":"${'x'.repeat(1_000_000)}"}`),
  },
);
const field = fc.constantFrom(
  ...[
    'Content-Type: application/json',
    'Content-Type: text/plain',
    'Content-Type: ;',
    'Content-Type: application/json; x',
  ],
  ...[
    'Upgrade: tcp',
    'Connection: Upgrade',
    'Connection: close',
    'Expect: 100-continue',
    'Expect: nothing',
    'Host: other',
  ],
  ...[
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip',
    'Content-Length: 5',
    'Content-Length: x',
    'broken',
    ': x',
    'A b: c',
  ],
);

const request = fc
  .record({
    method: mostly(['GET', 'POST', 'POST', 'POST', 'DELETE'], ['PUT', 'HEAD', 'OPTIONS', 'PATCH', 'get', 'B@D', '']),
    target,
    protocol: mostly(['HTTP/1.1'], ['HTTP/1.0', 'HTTP/2.0', 'HTTP/9', '']),
    fields: fc.oneof(
      { weight: 8, arbitrary: fc.constant(['Content-Type: application/json']) },
      { weight: 2, arbitrary: fc.array(field, { maxLength: 3 }) },
    ),
    measured: mostly(['yes'], ['no']),
    body,
    cut: fc.nat(),
    leaves: mostly(['later'], ['at once', 'half']),
  })
  .map(({ method, target: to, protocol, fields, measured, body: content, cut, leaves }) => {
    const length = measured === 'yes' ? [`Content-Length: ${new TextEncoder().encode(content).length}`] : [];
    const head = [`${method} ${to} ${protocol}`, 'Host: d', ...fields, ...length].join('\r\n');
    const text = `${head}\r\n\r\n${content}`;
    return { text: cut % 10 > 0 ? text : text.slice(0, cut % (text.length + 1)), leaves };
  });

/** Errors that are JavaScript's and not Docker's: a fault of ours that a request led to. */
const OURS =
  /Cannot read|is not a function|is not iterable|undefined|Cannot convert|Cannot use|Maximum call|Invalid (?:array|string)|prototype/;

/** Sends one, and checks the answer if it stayed for it. */
function check({ text, leaves }: { text: string; leaves: string }): void {
  const client = new RawClient(world);
  client.send(text);
  if (leaves === 'half') client.connection.end();
  if (leaves !== 'at once') world.runFor(PATIENCE);
  client.connection.close();
  world.runFor(PATIENCE / 10);
  if (client.received !== '') expect(client.received).toMatch(/^HTTP\/1\.[01] \d{3} /);
  if (/^HTTP\/1\.. [45]/.test(client.received)) expect(client.received).not.toMatch(OURS);
}

const collectGarbage = (): number => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
};

test(`${REQUESTS} bad requests: each gets an answer of Docker's, none leaves anything behind`, () => {
  const before = daemonHolds();
  expect(before).toBe('1 files, 1 threads');
  fc.assert(fc.property(request, check), { numRuns: REQUESTS / 2, seed: 1 });
  const heap = collectGarbage();
  fc.assert(fc.property(request, check), { numRuns: REQUESTS / 2, seed: 2 });
  expect(collectGarbage() - heap).toBeLessThan(20_000_000);
  expect(alive()).toBe(true);
  world.runFor(60 * SECOND);
  expect(daemonHolds()).toBe(before);
}, 120_000);

test(`${ATTACHED} attached sessions at once, which then vanish`, () => {
  const before = daemonHolds();
  const attach = 'POST /containers/box/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1';
  const clients = Array.from({ length: ATTACHED }, () => {
    const client = new RawClient(world);
    client.send(`${attach}\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`);
    return client;
  });
  world.runFor(SECOND);
  clients[0]?.send('bonjour\r');
  world.runFor(SECOND);
  for (const { received } of clients)
    expect(received).toMatch(/^HTTP\/1\.1 101 UPGRADED[\s\S]*bonjour\r\nbonjour\r\n$/);
  for (const [index, { connection }] of clients.entries()) index % 2 ? connection.close() : connection.end();
  world.runFor(SECOND);
  for (const { connection } of clients) connection.close();
  expect(daemonHolds()).toBe(before);
  expect(alive()).toBe(true);
});

test('a client that leaves in mid-stream ends what it followed', () => {
  const before = daemonHolds();
  const streams = [
    'GET /events',
    'GET /containers/box/logs?follow=1&stdout=1',
    'POST /containers/box/wait',
    'GET /containers/box/stats',
  ];
  const clients = streams.map((stream) => {
    const client = new RawClient(world);
    client.send(`${stream} HTTP/1.1\r\nHost: d\r\n\r\n`);
    return client;
  });
  world.runFor(SECOND);
  expect(daemonHolds()).not.toBe(before);
  for (const { connection, received } of clients) {
    expect(received).toMatch(/^HTTP\/1\.1 200 OK/);
    connection.close();
  }
  world.runFor(SECOND);
  expect(daemonHolds()).toBe(before);
});
