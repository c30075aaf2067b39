import { expect, test } from 'vitest';
import type { Backend } from '../src/sim/api/backend.ts';
import { ApiError } from '../src/sim/api/engine-error.ts';
import { ApiServer } from '../src/sim/api/server.ts';
import type { EventMessage } from '../src/sim/api/types/events.ts';
import { createDockerClient, type DockerClient } from '../src/sim/client/docker-client.ts';
import type { SocketCalls } from '../src/sim/client/socket-stream.ts';
import { duplex, runBeside } from '../src/sim/http/duplex.test-support.ts';
import type { ByteStream } from '../src/sim/http/stream.ts';
import { Errno } from '../src/sim/kernel/errno.ts';
import type { Task } from '../src/sim/kernel/task.ts';

interface Machine {
  readonly sys: SocketCalls;
  readonly served: Task<void>;
  readonly opened: () => number;
}

/** Sockets that lead to `engine`, or to nothing when there is none. */
const machine = (engine: Backend | undefined, env: Record<string, string>): Machine => {
  const streams = new Map<number, ByteStream>();
  const serving = new Set<Task<void>>();
  let next = 3;
  const stream = (fd: number): ByteStream => {
    const found = streams.get(fd);
    if (found === undefined) throw new Errno('EBADF');
    return found;
  };
  const sys: SocketCalls = {
    env: new Map(Object.entries(env)),
    socket: () => next++,
    *connect(fd) {
      if (engine === undefined) throw new Errno('ENOENT');
      const [client, server] = duplex([5, 1, 9]);
      streams.set(fd, client);
      serving.add(new ApiServer(engine).serve(server));
    },
    read: (fd) => stream(fd).read(),
    *write(fd, data) {
      const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
      yield* stream(fd).write(bytes);
      return bytes.length;
    },
    close(fd) {
      streams.get(fd)?.close();
      streams.delete(fd);
    },
    shutdown: (fd) => stream(fd).closeWrite?.(),
  };
  const served = (function* (): Task<void> {
    for (;;) {
      for (const task of serving) if (task.next().done) serving.delete(task);
      yield { queues: [] };
    }
  })();
  return { sys, served, opened: () => streams.size };
};

const PLAIN: Partial<Backend> = {
  realtime: () => 0,
  systemVersion: () => ({ Version: '28.5.2' }) as never,
  systemInfo: () => ({ Swarm: { LocalNodeState: 'inactive' } }) as never,
};

/** Runs `talk` with a client of an engine that can do what is given; one connection may be left, which waits for another request. */
const withClient = <T>(
  given: Partial<Backend> | undefined,
  talk: (client: DockerClient) => Task<T>,
  env: Record<string, string> = {},
): T => {
  const { sys, served, opened } = machine(given && ({ ...PLAIN, ...given } as Backend), env);
  const result = runBeside(talk(createDockerClient(sys)), served);
  expect(opened()).toBeLessThanOrEqual(1);
  return result;
};

test('what the engine gives arrives at the client, and the filters at the engine', () => {
  const networks: Backend['networks'] = (filters) => [{ Name: filters.get('driver').join() } as never];
  const list = withClient({ networks }, (client) => client.networkList({ filters: { driver: ['bridge', 'host'] } }));
  expect(list).toEqual([{ Name: 'bridge,host' }]);
});

test('names with characters of URLs reach the engine whole', () => {
  const networkInspect: Backend['networkInspect'] = (term) => ({ Name: term }) as never;
  const name = "a b/c?d#e%f'é";
  expect(withClient({ networkInspect }, (client) => client.networkInspect(name))).toEqual({ Name: name });
});

test('what the engine refuses is an error of the daemon', () => {
  const given: Partial<Backend> = {
    deleteNetwork() {
      throw new ApiError('NotFound', 'network nope not found');
    },
  };
  expect(() => withClient(given, (client) => client.networkRemove('nope'))).toThrow(
    expect.objectContaining({ status: 404, message: 'Error response from daemon: network nope not found' }),
  );
});

test('without an engine the client says where it looked', () => {
  const list = (client: DockerClient) => client.networkList();
  expect(() => withClient(undefined, list)).toThrow(
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  );
  expect(() => withClient(undefined, list, { DOCKER_HOST: 'tcp://127.0.0.1' })).toThrow(
    'Cannot connect to the Docker daemon at tcp://127.0.0.1:2375. Is the docker daemon running?',
  );
  expect(() => withClient(undefined, list, { DOCKER_HOST: 'bar://x' })).toThrow(
    'unable to resolve docker endpoint: invalid bind address format: bar://x',
  );
});

test('DOCKER_API_VERSION is taken at its word', () => {
  const list = (client: DockerClient) => client.networkList();
  expect(() => withClient({}, list, { DOCKER_API_VERSION: '1.99' })).toThrow(
    'Error response from daemon: client version 1.99 is too new. Maximum supported API version is 1.51',
  );
  expect(() => withClient({}, list, { DOCKER_API_VERSION: '1.23' })).toThrow(
    'Error response from daemon: client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version',
  );
});

test('empty names are refused before anything is sent', () => {
  expect(() => withClient({}, (client) => client.containerInspect(' '))).toThrow(
    'invalid container name or ID: value is empty',
  );
});

test('an attached client writes to the container and hears its two streams apart', () => {
  const containerAttach: Backend['containerAttach'] = function* (_name, options) {
    const { stdin, stdout, stderr } = yield* options.streams(true);
    for (;;) {
      const data = (yield* stdin?.read() ?? []) ?? new Uint8Array(0);
      if (data.length === 0) break;
      yield* stdout?.write(data) ?? [];
    }
    yield* stderr?.write(new TextEncoder().encode('bye')) ?? [];
  };
  const heard = withClient({ containerAttach }, function* (client) {
    const stream = yield* client.containerAttach('x', { stream: true, stdin: true, stdout: true, stderr: true });
    yield* stream.write(new TextEncoder().encode('hello'));
    stream.closeWrite();
    const got = { stdout: '', stderr: '' };
    for (;;) {
      const outputs = yield* stream.next();
      if (outputs === undefined) break;
      for (const { to, data } of outputs) got[to] += new TextDecoder().decode(data);
    }
    stream.close();
    return got;
  });
  expect(heard).toEqual({ stdout: 'hello', stderr: 'bye' });
});

test('a wait has begun before the client goes on', () => {
  let listening = false;
  const containerWait: Backend['containerWait'] = () => {
    listening = true;
    return (function* () {
      return { StatusCode: 137 };
    })();
  };
  const status = withClient({ containerWait }, function* (client) {
    const wait = yield* client.containerWait('x', 'next-exit');
    expect(listening).toBe(true);
    return (yield* wait.result()).StatusCode;
  });
  expect(status).toBe(137);
});

test('events keep every digit of their nanoseconds', () => {
  const event: EventMessage = {
    Type: 'network',
    Action: 'connect',
    Actor: { ID: 'n', Attributes: {} },
    time: 1795499807,
    timeNano: '1795499807715365418',
  };
  const waiting = [event];
  const given: Partial<Backend> = {
    subscribeToEvents: () => ({
      *next() {
        return waiting.shift();
      },
      close() {},
    }),
  };
  const got = withClient(given, function* (client) {
    const events = yield* client.events();
    const first = yield* events.next();
    const second = yield* events.next();
    events.close();
    return [first, second];
  });
  expect(got).toEqual([event, undefined]);
});
