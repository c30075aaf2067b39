import { expect, test } from 'vitest';
import type { Directory } from '../../kernel/fs/inode.ts';
import { writeFile } from '../../kernel/fs/tree.ts';
import { failure, NO_FILTERS, TestEngine } from '../test-engine.test-support.ts';

test('a container is created, runs, and has exited with its program’s status', () => {
  const host = new TestEngine();
  host.create({ name: 'job', command: ['exit', '7'] });
  expect(host.inspect('job').State.Status).toBe('created');
  host.call(host.engine.containerStart('job'));
  host.pass(1);
  const { Status, ExitCode, Running, Pid } = host.inspect('job').State;
  expect({ Status, ExitCode, Running, Pid }).toEqual({ Status: 'exited', ExitCode: 7, Running: false, Pid: 0 });
});

test('stop: SIGTERM ends who listens to it at once; who is deaf is killed after ten seconds', () => {
  const host = new TestEngine();
  host.run({ name: 'good', command: ['service'] });
  host.run({ name: 'deaf' });
  host.call(host.engine.containerStop('good', { signal: '' }));
  expect(host.inspect('good').State.ExitCode).toBe(0);
  const before = host.machine.clock.now;
  expect(() => host.call(host.engine.containerStop('deaf', { signal: '' }), 9.9)).toThrow('still waits');
  host.pass(0.2);
  expect(host.inspect('deaf').State.ExitCode).toBe(137);
  expect(host.machine.clock.now - before).toBeLessThan(10_200_000);
});

test('a name is free again once its container is removed, and not before', () => {
  const host = new TestEngine();
  const first = host.create({ name: 'one' });
  expect(failure(() => host.create({ name: 'one' }))).toBe(
    `Conflict. The container name "/one" is already in use by container "${first}". You have to remove (or rename) that container to be able to reuse that name.`,
  );
  host.call(host.engine.containerRemove('one', { force: false, volumes: false, link: false }));
  host.create({ name: 'one' });
  expect(host.names()).toEqual(['/one']);
});

test('what cannot be executed leaves the container created, with runc’s words and status', () => {
  const host = new TestEngine();
  const cause =
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ';
  const start = (command: string[]): { message: string; status: string; exit: number } => {
    const id = host.create({ command });
    const message = failure(() => host.call(host.engine.containerStart(id)));
    const { Status, ExitCode } = host.inspect(id).State;
    return { message, status: Status, exit: ExitCode };
  };
  expect(start(['nosuch'])).toEqual({
    message: `${cause}exec: "nosuch": executable file not found in $PATH`,
    status: 'created',
    exit: 127,
  });
  expect(start(['/bin/nothing']).message).toBe(
    `${cause}exec: "/bin/nothing": stat /bin/nothing: no such file or directory`,
  );
  expect(start(['/etc/passwd'])).toMatchObject({
    message: `${cause}exec: "/etc/passwd": permission denied`,
    exit: 126,
  });
  expect(start(['/etc']).message).toBe(`${cause}exec: "/etc": is a directory: permission denied`);
  expect(host.engine.networkInspect('bridge').Containers).toEqual({});
});

test('--rm removes a container at its end, and after a start that failed', () => {
  const host = new TestEngine();
  host.run({ command: ['true'], host: { AutoRemove: true } });
  const id = host.create({ command: ['nosuch'], host: { AutoRemove: true } });
  expect(() => host.call(host.engine.containerStart(id))).toThrow('executable file not found');
  host.pass(1);
  expect(host.names()).toEqual([]);
});

test('a paused container stands still until it goes on, and cannot be executed in', () => {
  const host = new TestEngine();
  const id = host.run({ name: 'up' });
  host.call(host.engine.containerPause('up'));
  expect(host.inspect('up').State).toMatchObject({ Status: 'paused', Paused: true, Running: true });
  expect(failure(() => host.call(host.engine.containerPause('up')))).toBe(`Container ${id} is already paused`);
  expect(failure(() => host.call(host.engine.containerExecCreate('up', { Cmd: ['true'] })))).toBe(
    'Container up is paused, unpause the container before exec',
  );
  host.call(host.engine.containerUnpause('up'));
  expect(failure(() => host.call(host.engine.containerUnpause('up')))).toBe(`Container ${id} is not paused`);
});

test('a running container is only removed by force', () => {
  const host = new TestEngine();
  host.run({ name: 'up' });
  const remove = (force: boolean) => host.engine.containerRemove('up', { force, volumes: false, link: false });
  expect(failure(() => host.call(remove(false)))).toBe(
    'cannot remove container "up": container is running: stop the container before removing or force remove',
  );
  host.call(remove(true));
  expect(host.names()).toEqual([]);
  expect(failure(() => host.call(remove(true)))).toBe('No such container: up');
});

test('on-failure:2 starts a failing container twice more', () => {
  const host = new TestEngine();
  const RestartPolicy = { Name: 'on-failure', MaximumRetryCount: 2 } as const;
  host.run({ name: 'retry', command: ['exit', '3'], host: { RestartPolicy } });
  expect(host.inspect('retry').State.Status).toBe('restarting');
  host.pass(5);
  const { RestartCount, State } = host.inspect('retry');
  expect({ RestartCount, status: State.Status, exit: State.ExitCode }).toEqual({
    RestartCount: 2,
    status: 'exited',
    exit: 3,
  });
});

test('always: a stopped container stays down, a restarted one runs', () => {
  const host = new TestEngine();
  host.run({ name: 'forever', host: { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } } });
  host.call(host.engine.containerStop('forever', { signal: '', timeout: 0 }));
  host.pass(60);
  expect(host.inspect('forever').State.Status).toBe('exited');
  host.call(host.engine.containerRestart('forever', { signal: '', timeout: 0 }));
  expect(host.inspect('forever').State.Status).toBe('running');
});

test('events tell of a run in the real engine’s order', () => {
  const host = new TestEngine();
  host.run({ name: 'once', command: ['true'], host: { AutoRemove: true } });
  expect(host.events()).toEqual([
    'container create once',
    'network connect bridge',
    'container start once',
    'network disconnect bridge',
    'container die once',
    'container destroy once',
  ]);
});

test('wait gives the exit code, for the next exit too', () => {
  const host = new TestEngine();
  host.create({ name: 'job', command: ['exit', '4'] });
  const waiting = host.engine.containerWait('job', 'next-exit');
  host.call(host.engine.containerStart('job'));
  expect(host.call(waiting)).toEqual({ StatusCode: 4 });
  expect(host.call(host.engine.containerWait('job', 'not-running'))).toEqual({ StatusCode: 4 });
});

test('the log keeps what was written, run after run', () => {
  const host = new TestEngine();
  host.run({ name: 'says', command: ['echo', 'step'] });
  host.call(host.engine.containerStart('says'));
  expect(host.logs('says')).toBe('step\nstep\n');
});

test('what a container has written is its size, without mounts and the engine’s own files', () => {
  const host = new TestEngine();
  const id = host.run({ name: 'writer', host: { Binds: ['data:/data'] } });
  const [list] = host.engine.containers({ all: true, size: true, limit: 0, filters: NO_FILTERS });
  expect(list).toMatchObject({ SizeRootFs: 2_028_024 });
  expect(list).not.toHaveProperty('SizeRw');
  const root = host.machine.processes()[0]?.namespaces.root as Directory;
  writeFile(root, '/tmp/f', 'bonjour\n');
  writeFile(root, '/data/g', 'elsewhere');
  writeFile(root, '/etc/hosts', 'changed');
  expect(host.engine.containerInspect('writer', { size: true })).toMatchObject({ SizeRw: 8 });
  expect(host.inspect('writer').SizeRw).toBeUndefined();
  host.call(host.engine.containerKill('writer', 'KILL'));
  host.pass(1);
  expect(host.call(host.engine.containersPrune(NO_FILTERS))).toEqual({ ContainersDeleted: [id], SpaceReclaimed: 8 });
});

test('the first process after the container’s own is the seventh: runc’s threads had the numbers between', () => {
  const host = new TestEngine();
  host.run({ name: 'box' });
  const exec = host.call(host.engine.containerExecCreate('box', { Cmd: ['sleep'] }));
  host.call(host.engine.containerExecStart(exec, {}));
  const pids = host.machine.processes().map((process) => process.pidIn(process.namespaces.pid));
  expect(pids).toEqual([1, 7]);
});
