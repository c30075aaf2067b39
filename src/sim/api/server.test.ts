import { expect, test } from 'vitest';
import { duplex, runBeside } from '../http/duplex.test-support.ts';
import { readAll } from '../http/reader.ts';
import type { Task } from '../kernel/task.ts';
import type { AttachOptions, Backend, ErrorKind } from './backend.ts';
import { ApiError } from './engine-error.ts';
import { ApiServer } from './server.ts';

const VERSION = { Version: '28.5.2' } as ReturnType<Backend['systemVersion']>;
const INFO = { Swarm: { LocalNodeState: 'inactive' } } as ReturnType<Backend['systemInfo']>;

/** An engine of which only what is given can be asked. */
const engine = (given: Partial<Backend>): Backend =>
  ({
    realtime: () => 1_795_499_802_000_000,
    systemVersion: () => VERSION,
    systemInfo: () => INFO,
    ...given,
  }) as Backend;

/** The answer to `raw` and whatever follows on the connection, until the server closes it. */
const send = (raw: string, given: Partial<Backend> = {}): string => {
  const [client, server] = duplex([7]);
  const talk = function* (): Task<string> {
    yield* client.write(new TextEncoder().encode(raw));
    client.closeWrite?.();
    return new TextDecoder().decode(yield* readAll(client));
  };
  return runBeside(talk(), new ApiServer(engine(given)).serve(server));
};

const call = (method: string, target: string, given: Partial<Backend> = {}, body = '', headers = ''): string => {
  const type = body === '' ? '' : `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  return send(`${method} ${target} HTTP/1.1\r\nHost: docker\r\n${type}${headers}\r\n${body}`, given);
};

const statusOf = (answer: string): number => Number(answer.split(' ')[1]);
const bodyOf = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n') + 4);

const TYPICAL = [
  'Api-Version: 1.51',
  'Content-Type: application/json',
  'Docker-Experimental: false',
  'Ostype: linux',
  'Server: Docker/28.5.2 (linux)',
  'Date: Tue, 24 Nov 2026 05:56:42 GMT',
].join('\r\n');

test('an answer has the headers of dockerd, in its order', () => {
  expect(call('GET', '/v1.51/networks', { networks: () => [] })).toBe(
    `HTTP/1.1 200 OK\r\n${TYPICAL}\r\nContent-Length: 3\r\n\r\n[]\n`,
  );
});

test('HEAD /_ping tells the versions and no body', () => {
  expect(call('HEAD', '/_ping')).toBe(
    [
      'HTTP/1.1 200 OK',
      'Api-Version: 1.51',
      'Builder-Version: 2',
      'Cache-Control: no-cache, no-store, must-revalidate',
      'Content-Length: 0',
      'Content-Type: text/plain; charset=utf-8',
      'Docker-Experimental: false',
      'Ostype: linux',
      'Pragma: no-cache',
      'Server: Docker/28.5.2 (linux)',
      'Swarm: inactive',
      'Date: Tue, 24 Nov 2026 05:56:42 GMT',
      '\r\n',
    ].join('\r\n'),
  );
  expect(bodyOf(call('GET', '/_ping'))).toBe('OK');
});

test.each(['/nope', '/v1.x/info', '/v1.51/containers', '/containers/x/nope'])('GET %s: page not found', (path) => {
  const answer = call('GET', path);
  expect(statusOf(answer)).toBe(404);
  expect(answer).not.toContain('Api-Version');
  expect(bodyOf(answer)).toBe('{"message":"page not found"}\n');
});

test('a path that is not clean is redirected', () => {
  expect(call('GET', '//v1.51/info')).toContain('HTTP/1.1 301 Moved Permanently\r\nLocation: /v1.51/info\r\n');
});

test('clients too old and too new are told so, the oldest in plain text', () => {
  expect(call('GET', '/v1.99/info')).toContain('HTTP/1.1 400 Bad Request\r\nApi-Version: 1.51\r\n');
  expect(bodyOf(call('GET', '/v1.99/info'))).toBe(
    '{"message":"client version 1.99 is too new. Maximum supported API version is 1.51"}\n',
  );
  expect(bodyOf(call('GET', '/v1.23/info'))).toBe(
    'client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version\n',
  );
});

test.each<[ErrorKind, number]>([
  ['NotFound', 404],
  ['InvalidParameter', 400],
  ['Conflict', 409],
  ['Forbidden', 403],
  ['NotImplemented', 501],
  ['Unavailable', 503],
  ['System', 500],
])('an error of the engine of kind %s is a %i', (kind, status) => {
  const networkInspect = (term: string): never => {
    throw new ApiError(kind, `network ${term} not found`);
  };
  const answer = call('GET', '/networks/a%20b%2Fc', { networkInspect });
  expect(statusOf(answer)).toBe(status);
  expect(bodyOf(answer)).toBe('{"message":"network a b/c not found"}\n');
});

test('filters, booleans and numbers of the query are read as moby reads them', () => {
  const asked: unknown[] = [];
  const containers: Backend['containers'] = ({ filters, ...rest }) => {
    asked.push(rest, filters.get('name'), filters.get('label'));
    return [];
  };
  const filters = encodeURIComponent('{"name":{"a":true,"b":true},"label":["x=y"]}');
  call('GET', `/containers/json?all=yes&size=False&limit=3&filters=${filters}`, { containers });
  expect(asked).toEqual([{ all: true, size: false, limit: 3 }, ['a', 'b'], ['x=y']]);
});

test.each([
  ['GET', '/networks?filters=xx', '', 400, 'invalid filter'],
  ['GET', '/networks?filters=%7B%22foo%22:%7B%22a%22:true%7D%7D', '', 400, "invalid filter 'foo'"],
  ['GET', '/containers/json?limit=%zz', '', 400, 'invalid URL escape "%zz"'],
  ['GET', '/containers/json?limit=x', '', 500, 'strconv.Atoi: parsing "x": invalid syntax'],
  ['POST', '/containers/x/stop?t=zz', '', 500, 'strconv.Atoi: parsing "zz": invalid syntax'],
  ['POST', '/containers/x/resize?h=a', '', 400, 'invalid resize height "a": invalid syntax'],
  ['POST', '/containers/x/wait?condition=zz', '', 400, 'invalid condition: "zz"'],
  ['GET', '/containers/x/logs', '', 400, 'Bad parameters: you must choose at least one stream'],
  ['POST', '/containers/x/exec', '{}', 400, 'No exec command specified'],
  ['POST', '/networks/create', 'x', 400, "invalid JSON: invalid character 'x' looking for beginning of value"],
  ['POST', '/networks/create', '{', 400, 'invalid JSON: unexpected EOF'],
  ['POST', '/containers/create', '{}', 400, 'config cannot be empty in order to create a container'],
  ['DELETE', '/images/', '', 400, 'image name cannot be blank'],
  ['POST', '/build', '', 501, 'simulation : POST /build n’est pas simulé'],
])('%s %s %s is refused', (method, target, body, status, message) => {
  const answer = call(method, target, {}, body);
  expect(statusOf(answer)).toBe(status);
  expect(JSON.parse(bodyOf(answer))).toEqual({ message });
});

test('maps go out by key, structs in their own order', () => {
  const networkInspect = () =>
    ({ Name: 'n', Id: 'i', Containers: { b: { Name: '2' }, a: { Name: '1' } }, Labels: { z: '', y: '' } }) as never;
  expect(bodyOf(call('GET', '/networks/n', { networkInspect }))).toBe(
    '{"Name":"n","Id":"i","Containers":{"a":{"Name":"1"},"b":{"Name":"2"}},"Labels":{"y":"","z":""}}\n',
  );
});

test('a container to create is completed with zero values and the default network', () => {
  let asked: Parameters<Backend['containerCreate']>[0] | undefined;
  const containerCreate: Backend['containerCreate'] = function* (options) {
    asked = options;
    return { Id: 'abc', Warnings: [] };
  };
  const body =
    '{"Image":"alpine","Tty":true,"Unknown":1,"MacAddress":"02:42:ac:11:00:09","HostConfig":{"Dns":["9.9.9.9"]}}';
  const answer = call('POST', '/containers/create?name=web', { containerCreate }, body);
  expect(statusOf(answer)).toBe(201);
  expect(bodyOf(answer)).toBe(
    '{"Id":"abc","Warnings":["The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead."]}\n',
  );
  expect(asked?.name).toBe('web');
  expect(asked?.config).toMatchObject({ Image: 'alpine', Tty: true, Cmd: null, Hostname: '' });
  expect(asked?.config).not.toHaveProperty('Unknown');
  expect(asked?.hostConfig).toMatchObject({ NetworkMode: 'bridge', Dns: ['9.9.9.9'], AutoRemove: false });
  expect(asked?.networkingConfig.EndpointsConfig).toEqual({ bridge: { MacAddress: '02:42:ac:11:00:09' } });
});

test.each([
  ['"Hostname":"h"', '', 'hostname and the network mode'],
  ['"Tty":true', ',"PublishAllPorts":true', 'port publishing and the container type network mode'],
])("a container in another's network cannot have %s%s", (own, host, conflict) => {
  const body = `{"Image":"alpine",${own},"HostConfig":{"NetworkMode":"container:x"${host}}}`;
  expect(JSON.parse(bodyOf(call('POST', '/containers/create', {}, body)))).toEqual({
    message: `conflicting options: ${conflict}`,
  });
});

test('a wait answers its head before the container has ended', () => {
  const order: string[] = [];
  const containerWait: Backend['containerWait'] = (name) => {
    order.push(`listening to ${name}`);
    return (function* () {
      order.push('ended');
      return { StatusCode: 3 };
    })();
  };
  const answer = call('POST', '/containers/web/wait', { containerWait });
  expect(answer).toContain('Transfer-Encoding: chunked\r\n\r\n11\r\n{"StatusCode":3}\n\r\n0\r\n\r\n');
  expect(order).toEqual(['listening to web', 'ended']);
});

const attached = (options: AttachOptions, tty: boolean): Task<void> =>
  (function* () {
    const { stdin, stdout, stderr } = yield* options.streams(!tty);
    const input = stdin === undefined ? new Uint8Array(0) : yield* readAll(stdin);
    yield* stdout?.write(new TextEncoder().encode('out:')) ?? [];
    yield* stdout?.write(input) ?? [];
    yield* stderr?.write(new TextEncoder().encode('err')) ?? [];
  })();

const UPGRADE = 'Upgrade: tcp\r\nConnection: Upgrade\r\n';
const upgraded = (type: string): string =>
  `HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`;

test('attach frames stdout and stderr, unless the container has a terminal', () => {
  const target = '/containers/x/attach?stream=1&stdin=1&stdout=1&stderr=1';
  const raw = `POST ${target} HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\nhi`;
  const [plain, tty] = [false, true].map((terminal) =>
    send(raw, { containerAttach: (_name, options) => attached(options, terminal) }),
  );
  expect(plain).toBe(
    `${upgraded('multiplexed-stream')}\x01\0\0\0\0\0\0\x04out:\x01\0\0\0\0\0\0\x02hi\x02\0\0\0\0\0\0\x03err`,
  );
  expect(tty).toBe(`${upgraded('raw-stream')}out:hierr`);
});

test('an attach without upgrade gets a raw 200; a refused one the error over the bare connection', () => {
  const containerAttach: Backend['containerAttach'] = (_name, options) => attached(options, true);
  expect(call('POST', '/containers/x/attach?stdout=1', { containerAttach })).toBe(
    'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nout:',
  );
  const refusing: Backend['containerAttach'] = () => {
    throw new ApiError('NotFound', 'No such container: x');
  };
  expect(call('POST', '/containers/x/attach?stdout=1', { containerAttach: refusing }, '', UPGRADE)).toBe(
    'HTTP/1.1 404 Not Found\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nNo such container: x\r\n',
  );
});

test('an exec that cannot start says so on its own stdout', () => {
  const given: Partial<Backend> = {
    execInspect: () => ({}) as never,
    containerExecStart() {
      throw new ApiError('InvalidParameter', 'exec failed');
    },
  };
  const answer = call('POST', '/exec/e/start', given, '{"Tty":true}', UPGRADE);
  expect(answer).toContain('Upgrade: tcp\r\nApi-Version: 1.51\r\nDocker-Experimental: false\r\n');
  expect(bodyOf(answer)).toBe('exec failed\r\n');
});

test('a pull that fails on its way ends its progress with the error', () => {
  const pullImage: Backend['pullImage'] = function* (name, tag, { report }) {
    yield* report({ status: `Pulling from ${name}`, id: tag });
    throw new ApiError('System', 'no route to host');
  };
  const answer = call('POST', '/images/create?fromImage=alpine&tag=3', { pullImage });
  expect(answer).toContain('{"status":"Pulling from alpine","id":"3"}\r\n');
  expect(answer).toContain('{"errorDetail":{"message":"no route to host"},"error":"no route to host"}\r\n');
});
