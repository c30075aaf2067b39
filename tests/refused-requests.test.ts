import { beforeAll, expect, test } from 'vitest';
import { SECOND, World } from '../src/sim/world.ts';
import { askRaw, post } from './raw-client.ts';

// What a Docker Engine 28.5.2 answers to requests that its own client never sends (asked with curl).

const world = new World();

const ask = (request: string): string => askRaw(world, request, SECOND);

beforeAll(() => {
  ask(post('/containers/create?name=box', { Image: 'alpine', Cmd: ['sleep', '1000'] }));
  ask(post('/containers/box/start', {}));
  ask(post('/containers/create?name=nobody', { Image: 'alpine', Cmd: ['true'], User: 'nosuch' }));
  ask(post('/containers/create?name=nogroup', { Image: 'alpine', Cmd: ['true'], User: '0:nogrp' }));
});

const filters = (value: object): string => `filters=${encodeURIComponent(JSON.stringify(value))}`;

const binding = (port: string): object => ({
  Image: 'alpine',
  Cmd: ['true'],
  HostConfig: { PortBindings: { [port]: [{ HostPort: '80' }] } },
});

const PROGRAM = { Image: 'alpine', Cmd: ['true'] };
const NO_TIME = 'failed to parse value as time or duration: "x"';
const NO_NUMBER = 'strconv.Atoi: parsing "y": invalid syntax';
const OS = '^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.%-]*)((?:\\\\+[A-Za-z0-9_.%-]+)*)\\\\))?$';

test.each<[path: string, body: object, status: number, message: string]>([
  [
    `/volumes/prune?${filters({ all: ['true', 'false'] })}`,
    {},
    400,
    "invalid filter 'all=[true false]': only one value is expected",
  ],
  [
    `/volumes/prune?${filters({ all: ['x'] })}`,
    {},
    400,
    'invalid filter \'all\': strconv.ParseBool: parsing "x": invalid syntax',
  ],
  [`/images/prune?${filters({ until: ['x'] })}`, {}, 500, NO_TIME],
  [`/images/prune?${filters({ until: ['1h', '2h'] })}`, {}, 500, 'more than one until filter specified'],
  [`/containers/prune?${filters({ until: ['x'] })}`, {}, 400, NO_TIME],
  [`/networks/prune?${filters({ until: ['x'] })}`, {}, 400, NO_TIME],
  [
    `/build/prune?${filters({ until: ['x'] })}`,
    {},
    400,
    `failed to prune build cache: "until" filter expects a duration (e.g., '24h') or a timestamp: ${NO_TIME}`,
  ],
  [`/build/prune?${filters({ foo: ['x'] })}`, {}, 400, "failed to prune build cache: invalid filter 'foo'"],
  ['/build/prune?keep-storage=y', {}, 400, `keep-storage is in bytes and expects an integer, got y: ${NO_NUMBER}`],
  ['/containers/nobody/start', {}, 500, 'unable to find user nosuch: no matching entries in passwd file'],
  ['/containers/nogroup/start', {}, 500, 'unable to find group nogrp: no matching entries in group file'],
  [
    '/containers/box/exec',
    { Cmd: ['true'], User: '0:nogrp' },
    400,
    'unable to find group nogrp: no matching entries in group file',
  ],
  [
    '/containers/box/exec',
    { Cmd: ['true'], DetachKeys: 'bogus-keys' },
    500,
    'Invalid escape keys (bogus-keys) provided',
  ],
  ['/containers/box/stop?signal=BOGUS', {}, 500, 'cannot stop container: box: invalid signal: BOGUS'],
  ['/containers/box/restart?signal=BOGUS', {}, 500, 'Cannot restart container box: invalid signal: BOGUS'],
  ['/containers/box/kill?signal=BOGUS', {}, 400, 'cannot kill container: box: invalid signal: BOGUS'],
  [
    '/containers/create?platform=a%2Fb%2Fc%2Fd',
    PROGRAM,
    400,
    '"a/b/c/d": cannot parse platform specifier: invalid argument',
  ],
  ['/containers/create?platform=a*', PROGRAM, 400, '"a*": wildcards not yet supported: invalid argument'],
  [
    '/containers/create?platform=li!nux',
    PROGRAM,
    400,
    `"li!nux" is an invalid OS component of "li!nux": OSAndVersion specifier component must match "${OS}": invalid argument`,
  ],
  [
    '/containers/create?platform=linux%2Farm64',
    PROGRAM,
    404,
    'image with reference alpine was found but its platform (linux/amd64) does not match the specified platform (linux/arm64)',
  ],
  ['/containers/create', { Image: '' }, 400, 'no command specified'],
  [
    '/containers/create',
    { ...PROGRAM, HostConfig: { CpuShares: -1 } },
    400,
    'invalid CPU shares (-1): value must be a positive integer',
  ],
  ['/containers/create', binding('x/tcp'), 400, 'invalid port specification: "x"'],
  ['/containers/create', binding('70000/tcp'), 400, 'invalid port specification: "70000"'],
  ['/containers/create', binding('80-90/tcp'), 400, 'invalid port specification: "80-90"'],
])('POST %s %j is a %i', (path, body, status, message) => {
  const answer = ask(post(path, body));
  expect(answer.split(' ')[1]).toBe(String(status));
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toEqual({ message });
});

test('cgroups refuse shares that they do not know, and the container keeps its own', () => {
  expect(ask(post('/containers/box/update', { CpuShares: 262_144 }))).toContain(' 200 OK');
  const refused = ask(post('/containers/box/update', { CpuShares: 1 }));
  expect(refused).toContain(' 500 ');
  expect(refused).toContain('exit status 1: the minimum allowed cpu-shares is 2\\n"}');
  expect(ask('GET /containers/box/json HTTP/1.1\r\nHost: d\r\n\r\n')).toContain('"CpuShares":262144,');
});

test('a container may stand on no image; it has no program to start', () => {
  expect(ask(post('/containers/create?name=bare', { Cmd: ['true'] }))).toContain(' 201 Created');
  expect(ask(post('/containers/bare/start', {}))).toContain('exec: \\"true\\": executable file not found in $PATH');
  expect(ask('GET /containers/bare/json HTTP/1.1\r\nHost: d\r\n\r\n')).toContain('"Image":"",');
});
