import { expect, test } from 'vitest';
import { createPipe } from '../../kernel/pipe.ts';
import { failure, TestEngine } from '../test-engine.test-support.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A client that is attached: what it is shown, and how to type. */
function attach(host: TestEngine, name: string, detachKeys = '') {
  const typed = createPipe();
  const client = { shown: '', over: false };
  const stdout = {
    *write(data: Uint8Array) {
      yield* [];
      client.shown += decoder.decode(data);
    },
  };
  const task = host.engine.containerAttach(name, {
    stdin: true,
    stdout: true,
    stderr: true,
    logs: false,
    stream: true,
    detachKeys,
    *streams() {
      yield* [];
      return { stdin: { read: () => typed.read.read(1000) }, stdout, stderr: stdout };
    },
  });
  host.machine.scheduler.spawn(task, () => {
    client.over = true;
  });
  host.pass(0.001);
  const type = (text: string): void => {
    host.call(typed.write.write(encoder.encode(text)));
  };
  return { client, type, close: () => typed.write.close() };
}

const INTERACTIVE = { OpenStdin: true, StdinOnce: true };

test('an attached client types to the container and is shown what it writes, until it ends', () => {
  const host = new TestEngine();
  host.create({ name: 'echo', command: ['cat'], config: INTERACTIVE });
  const { client, type, close } = attach(host, 'echo');
  host.call(host.engine.containerStart('echo'));
  type('hello');
  expect(client).toEqual({ shown: 'hello', over: false });
  close();
  host.pass(0.1);
  expect(client.over).toBe(true);
  expect(host.inspect('echo').State.Status).toBe('exited');
});

test('several clients see the same', () => {
  const host = new TestEngine();
  host.run({ name: 'echo', command: ['cat'], config: { OpenStdin: true } });
  const [first, second] = [attach(host, 'echo'), attach(host, 'echo')];
  first.type('both');
  expect([first.client.shown, second.client.shown]).toEqual(['both', 'both']);
});

test('on a terminal, ^P^Q detaches and the container goes on', () => {
  const host = new TestEngine();
  host.run({ name: 'talk', command: ['cat'], config: { OpenStdin: true, Tty: true } });
  const { client, type } = attach(host, 'talk');
  type('one\r');
  expect(client.shown).toBe('one\r\none\r\n');
  type('\x10\x11');
  expect(client.over).toBe(true);
  expect(host.inspect('talk').State.Status).toBe('running');
  expect(host.events()).toContain('container detach talk');
  const again = attach(host, 'talk');
  again.type('two\r');
  expect(again.client.shown).toBe('two\r\ntwo\r\n');
});

test('detach keys that are none are refused, and so is a paused container', () => {
  const host = new TestEngine();
  host.run({ name: 'up' });
  const streams = () => {
    throw new Error('the connection is not to be taken over');
  };
  const options = { stdin: false, stdout: true, stderr: true, logs: false, stream: true, streams };
  const refused = (detachKeys: string) =>
    failure(() => host.call(host.engine.containerAttach('up', { ...options, detachKeys })));
  expect(refused('shift-a')).toBe('Invalid detach keys (shift-a) provided');
  host.call(host.engine.containerPause('up'));
  expect(refused('')).toBe('container up is paused, unpause the container before attach');
});

test('exec runs beside PID 1 and keeps its own exit code', () => {
  const host = new TestEngine();
  host.run({ name: 'srv' });
  const run = (Cmd: string[]) => {
    const id = host.call(host.engine.containerExecCreate('srv', { Cmd, AttachStdout: true }));
    host.call(host.engine.containerExecStart(id, {}));
    host.pass(0.1);
    return host.engine.execInspect(id);
  };
  expect(run(['exit', '9'])).toMatchObject({ Running: false, ExitCode: 9 });
  expect(failure(() => run(['nosuch']))).toBe(
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH',
  );
  expect(failure(() => run(['/etc']))).toBe(
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "/etc": is a directory: permission denied',
  );
  const running = host.call(host.engine.containerExecCreate('srv', { Cmd: ['sleep'] }));
  host.call(host.engine.containerExecStart(running, {}));
  expect(host.inspect('srv').ExecIDs).toEqual([running]);
  const id = host.inspect('srv').Id;
  host.call(host.engine.containerKill('srv', ''));
  expect(failure(() => host.call(host.engine.containerExecCreate('srv', { Cmd: ['true'] })))).toBe(
    `container ${id} is not running`,
  );
});
