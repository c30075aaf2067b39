import { expect, test } from 'vitest';
import { dockerCompleter } from '../src/sim/docker/docker-completer.ts';
import { executable } from '../src/sim/kernel/fs/tree.ts';
import { DockerSession } from './docker-session.ts';

const ESCAPE = '\x10\x11';

test('run -it gives the terminal to the container, ^P^Q takes it back, attach gives it again', () => {
  const session = new DockerSession();
  const run = session.start('run', '-it', '--name', 'talk', 'alpine', 'cat');
  run.after(1);
  expect(run.type('hello\n').output).toBe('hello\nhello\n');
  expect(run.type(ESCAPE).status).toBe(0);
  expect(session.run('ps', '--format', '{{.Names}} {{.State}}').output).toBe('talk running\n');
  const attach = session.start('attach', 'talk');
  attach.after(1);
  expect(attach.type('two\n').output).toBe('two\ntwo\n');
  expect(attach.type(ESCAPE)).toEqual({ output: 'two\ntwo\nread escape sequence\n', status: 1 });
  const again = session.start('attach', 'talk');
  again.after(1);
  expect(again.type('\x04', 1)).toEqual({ output: '', status: 0 });
});

test('the terminal is as it was once the container has gone', () => {
  const session = new DockerSession();
  const run = session.start('run', '-it', 'alpine', 'true');
  expect(run.after(5).status).toBe(0);
  expect(run.type('typed\n').output).toBe('typed\n');
});

test('without a terminal, stdout and stderr come apart and ^D ends the input', () => {
  const session = new DockerSession();
  const run = session.start('run', '--rm', '-i', 'alpine', 'cat');
  run.after(1);
  run.type('one\n');
  expect(run.type('\x04', 1)).toEqual({ output: 'one\none\n', status: 0 });
  expect(session.run('ps', '-aq').output).toBe('');
});

test('a signal is passed on; the third one makes docker give up', () => {
  const session = new DockerSession();
  const run = session.start('run', '--name', 'deaf', 'alpine', 'sleep');
  run.after(1);
  expect(run.type('\x03').status).toBeUndefined();
  run.type('\x03');
  expect(run.type('\x03')).toEqual({ output: '^C^C^C\ngot 3 SIGTERM/SIGINTs, forcefully exiting\n', status: 1 });
  expect(session.run('ps', '-q').output).not.toBe('');
});

test('the status of what ran is docker’s own', () => {
  const session = new DockerSession();
  expect(session.run('run', '--name', 'code', 'alpine', 'exit', '7').status).toBe(7);
  expect(session.run('start', '-a', 'code').status).toBe(7);
  expect(session.run('wait', 'code').output).toBe('7\n');
  session.run('run', '-d', '--name', 'srv', 'alpine', 'sleep');
  expect(session.run('exec', 'srv', 'exit', '9').status).toBe(9);
  expect(session.run('run', 'alpine', 'nosuch').status).toBe(127);
  expect(session.run('run', 'alpine', '/etc/passwd').status).toBe(126);
  expect(session.run('run', '--name', 'code', 'alpine').status).toBe(125);
});

test('several containers are stopped at once', () => {
  const session = new DockerSession();
  for (const name of ['one', 'two']) session.run('run', '-d', '--name', name, 'alpine', 'sleep');
  const stop = session.start('stop', 'one', 'nosuch', 'two');
  expect(stop.after(9)).toEqual({ output: '', status: undefined });
  expect(stop.after(2)).toEqual({
    output: 'one\ntwo\nError response from daemon: No such container: nosuch\n',
    status: 1,
  });
});

test('prune asks, and takes only a y', () => {
  const session = new DockerSession();
  session.run('create', '--name', 'old', 'alpine');
  const question = 'WARNING! This will remove all stopped containers.\nAre you sure you want to continue? [y/N] ';
  const no = session.start('container', 'prune');
  expect(no.after(1).output).toBe(question);
  expect(no.type('n\n')).toEqual({ output: `${question}n\n`, status: 0 });
  const yes = session.start('container', 'prune');
  yes.after(1);
  expect(yes.type(' Y \n').output).toMatch(/Deleted Containers:\n[0-9a-f]{64}\n\nTotal reclaimed space: 0B\n$/);
});

test('inspect shows what it found before it tells what it did not', () => {
  const session = new DockerSession();
  session.run('create', '--name', 'box', '-l', 'a=1', 'alpine');
  expect(session.run('inspect', 'box', 'nosuch', '-f', '{{.Name}} {{.Config.Labels}} {{.Config.Labels.b}}')).toEqual({
    output: '/box map[a:1] <no value>\nError: No such object: nosuch\n',
    status: 1,
  });
  expect(session.run('inspect', '-f', '{{.Name', 'box').status).toBe(64);
  expect(session.run('inspect', '-f', '{{.State.Foo}}', 'box').output).toBe(
    '\ntemplate parsing error: template: :1:8: executing "" at <.State.Foo>: map has no entry for key "Foo"\n',
  );
});

test.each([
  [['run', '--use-api-socket', 'alpine'], 'l’option --use-api-socket'],
  [['save', '-o', 'x.tar', 'alpine'], 'la commande « docker save »'],
  [['compose', 'up', '-d'], 'la commande « docker compose »'],
])('%j is refused by the simulation, in its own name', (args, what) => {
  expect(new DockerSession().run(...args)).toEqual({
    output: `docker : cette simulation (Passerelle) ne gère pas encore ${what}.\n`,
    status: 1,
  });
});

test('an image that is not there is asked for, and refused', () => {
  const { output, status } = new DockerSession().run('run', 'foo');
  expect(output.split('\n')[0]).toBe("Unable to find image 'foo:latest' locally");
  expect(output).toContain('pull access denied for foo, repository does not exist');
  expect(status).toBe(125);
});

test('names are completed by asking the engine', () => {
  const session = new DockerSession();
  session.run('network', 'create', 'web');
  session.run('run', '-d', '--name', 'api', 'alpine', 'sleep');
  session.run('create', '--name', 'idle', 'alpine');
  const complete = (line: string): readonly string[] => {
    const words = line.split(' ');
    let found: readonly string[] = [];
    session.execute(
      executable(function* (sys) {
        found = yield* dockerCompleter(sys, words, words.length - 1);
        return 0;
      }),
    );
    return found;
  };
  expect(complete('docker network connect w')).toEqual(['web']);
  expect(complete('docker network connect web ')).toEqual(['api', 'idle']);
  expect(complete('docker stop ')).toEqual(['api']);
  expect(complete('docker start ')).toEqual(['idle']);
  expect(complete('docker run --network=b')).toEqual(['--network=bridge']);
  expect(complete('docker run al')).toEqual(['alpine']);
  expect(complete('docker netw')).toEqual(['network']);
});
