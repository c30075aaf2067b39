import { expect, test } from 'vitest';
import { failure, TestEngine } from '../test-engine.test-support.ts';
import { JsonLog } from './json-log.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array) => new TextDecoder().decode(data);

test('lines are kept whole, each stream for itself; the end of a stream ends its last line', () => {
  let now = 0n;
  const log = new JsonLog(() => ++now);
  log.write({ source: 'stdout', data: bytes('one\ntw') });
  log.write({ source: 'stderr', data: bytes('wrong\n') });
  log.write({ source: 'stdout', data: bytes('o\nthr') });
  expect(log.entries.map(({ source, line }) => `${source} ${text(line)}`)).toEqual([
    'stdout one\n',
    'stderr wrong\n',
    'stdout two\n',
  ]);
  log.end();
  expect(text(log.entries.at(-1)?.line ?? bytes(''))).toBe('thr');
});

const OPTIONS = { follow: false, stdout: true, stderr: true, since: '', until: '', tail: 'all' };

test('tail and streams choose the lines; following goes on until the container ends', () => {
  const host = new TestEngine();
  host.run({ name: 'talk', command: ['cat'], config: { OpenStdin: true, Tty: true } });
  const seen: string[] = [];
  const { messages, tty } = host.engine.containerLogs('talk', { ...OPTIONS, follow: true });
  expect(tty).toBe(true);
  let over = false;
  host.machine.scheduler.spawn(
    (function* () {
      for (;;) {
        const message = yield* messages.next();
        if (message === undefined) break;
        seen.push(text(message.line));
      }
      over = true;
    })(),
  );
  host.call(host.engine.containerKill('talk', ''));
  expect({ seen, over }).toEqual({ seen: [], over: true });
  host.run({ name: 'says', command: ['echo', 'one\ntwo\nthree'] });
  const tail = (count: string) => {
    const logs = host.engine.containerLogs('says', { ...OPTIONS, tail: count }).messages;
    return [host.call(logs.next()), host.call(logs.next())].map((message) => message && text(message.line));
  };
  expect(tail('1')).toEqual(['three\n', undefined]);
  expect(tail('0')).toEqual([undefined, undefined]);
});

test('no stream, no logs', () => {
  const host = new TestEngine();
  host.create({ name: 'one' });
  const none = { ...OPTIONS, stdout: false, stderr: false };
  expect(failure(() => host.engine.containerLogs('one', none))).toBe('You must choose at least one stream');
});
