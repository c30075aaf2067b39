import { expect, test } from 'vitest';
import { isErrno } from './errno.ts';
import { start, testMachine } from './machine.test-support.ts';
import { PidNamespace } from './namespaces.ts';
import type { Program } from './syscalls.ts';

const forever: Program = function* (sys) {
  for (;;) yield* sys.sleep(1_000_000);
};

test('the exit status is what the program returns, or what it exits with', () => {
  const machine = testMachine({
    *three() {
      return 3;
    },
    *exits(sys) {
      return sys.exit(300);
    },
  });
  expect(start(machine, 'three').process.status).toEqual({ status: 3 });
  expect(start(machine, 'exits').process.status).toEqual({ status: 300 & 0xff });
});

test('^C ends the foreground process by SIGINT', () => {
  const started = start(testMachine({ forever }), 'forever');
  started.type('\x03');
  expect(started.process.status).toEqual({ signal: 'SIGINT' });
  expect(started.shown()).toBe('^C');
});

test('a handled signal runs its handler, and breaks the wait with EINTR', () => {
  const machine = testMachine({
    *handler(sys) {
      let caught = false;
      sys.signal('SIGINT', () => {
        caught = true;
      });
      try {
        yield* sys.sleep(1_000_000);
      } catch (error) {
        if (!isErrno(error, 'EINTR')) throw error;
        yield* sys.write(1, `caught ${caught}`);
      }
      return 0;
    },
  });
  const started = start(machine, 'handler');
  started.type('\x03');
  expect(started.shown()).toBe('^Ccaught true');
  expect(started.process.status).toEqual({ status: 0 });
});

test('PID 1 of a container is deaf to signals that it does not handle, but not to SIGKILL from outside', () => {
  const machine = testMachine({ forever });
  const namespaces = { ...machine.namespaces, pid: new PidNamespace(machine.namespaces.pid) };
  const init = machine.run({
    path: '/bin/forever',
    argv: ['forever'],
    env: new Map(),
    cwd: '/',
    files: [],
    namespaces,
  });
  init.kill('SIGTERM');
  init.kill('SIGKILL', true);
  expect(init.status).toBeUndefined();
  init.kill('SIGKILL');
  expect(init.status).toEqual({ signal: 'SIGKILL' });
});

test('when PID 1 ends, all of its namespace end with it', () => {
  const pids: number[] = [];
  const machine = testMachine({
    forever,
    *init(sys) {
      pids.push(sys.pid, sys.spawn('/bin/forever', ['forever']));
      yield* sys.sleep(1_000);
      return 0;
    },
  });
  const namespaces = { ...machine.namespaces, pid: new PidNamespace(machine.namespaces.pid) };
  machine.run({ path: '/bin/init', argv: ['init'], env: new Map(), cwd: '/', files: [], namespaces });
  machine.scheduler.runUntil(500);
  expect(pids).toEqual([1, 2]);
  expect(machine.processes()).toHaveLength(2);
  machine.scheduler.runUntil(2_000);
  expect(machine.processes()).toEqual([]);
});

test('waitpid tells of a child that ended, once, and of one that was stopped when asked', () => {
  const told: unknown[] = [];
  const machine = testMachine({
    forever,
    *parent(sys) {
      const child = sys.spawn('/bin/forever', ['forever']);
      sys.kill(child, 'SIGSTOP');
      told.push(yield* sys.waitpid(child, { untraced: true }));
      sys.kill(child, 'SIGKILL');
      told.push(yield* sys.waitpid(-1));
      try {
        yield* sys.waitpid(-1);
      } catch (error) {
        told.push(isErrno(error, 'ECHILD'));
      }
      return 0;
    },
  });
  start(machine, 'parent');
  expect(told).toMatchObject([{ stopped: true, signal: 'SIGSTOP' }, { signal: 'SIGKILL' }, true]);
});

test('a frozen process does nothing until it is thawed', () => {
  const machine = testMachine({
    *ticks(sys) {
      for (;;) {
        yield* sys.write(1, '.');
        yield* sys.sleep(10);
      }
    },
  });
  const started = start(machine, 'ticks', 25);
  started.process.freeze();
  machine.scheduler.runUntil(100);
  expect(started.shown()).toBe('...');
  started.process.thaw();
  machine.scheduler.runUntil(105);
  expect(started.shown()).toBe('....');
});

test('a write to a pipe that nobody reads ends the writer by SIGPIPE', () => {
  const machine = testMachine({
    *writer(sys) {
      const { read, write } = sys.pipe();
      sys.close(read);
      yield* sys.write(write, 'x');
      return 0;
    },
  });
  expect(start(machine, 'writer').process.status).toEqual({ signal: 'SIGPIPE' });
});

test('a pipe that is full makes its writer wait until it is read', () => {
  const machine = testMachine({
    *pump(sys) {
      const { read, write } = sys.pipe();
      sys.fork(function* (child) {
        yield* child.write(write, new Uint8Array(70_000));
        yield* child.write(write, 'end');
        return 0;
      });
      sys.close(write);
      let total = 0;
      for (;;) {
        const data = yield* sys.read(read);
        if (data.length === 0) break;
        total += data.length;
      }
      yield* sys.write(1, String(total));
      return 0;
    },
  });
  expect(start(machine, 'pump').shown()).toBe('70003');
});

test('a Unix socket carries bytes both ways, and names its peer', () => {
  const machine = testMachine({
    *server(sys) {
      const listener = sys.socket('unix', 'stream');
      sys.bind(listener, { family: 'unix', path: '/tmp/sock' });
      sys.listen(listener);
      const { fd } = yield* sys.accept(listener);
      const heard = new TextDecoder().decode(yield* sys.read(fd));
      yield* sys.write(fd, `${heard} from ${sys.peerPid(fd)}`);
      return 0;
    },
    *client(sys) {
      const fd = sys.socket('unix', 'stream');
      yield* sys.connect(fd, { family: 'unix', path: '/tmp/sock' });
      yield* sys.write(fd, 'hello');
      yield* sys.write(1, yield* sys.read(fd));
      return 0;
    },
  });
  start(machine, 'server');
  const client = start(machine, 'client');
  expect(client.shown()).toBe(`hello from ${client.process.pid}`);
});
