import { SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { Alarm } from '../alarm.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { isExecutable, placesOf, spawnAlongPath } from '../search-path.ts';
import { applet } from './applet.ts';
import { wholeNumber } from './number.ts';
import { connectStream, listenStream, portNumber, resolve } from './stream.ts';

/** As COMMON_BUFSIZE. */
const BUFFER = 1024;

/** All that follows `-e` is the program and its arguments: each of them as one `-e`. */
function wordsOfProgram(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => /^-l*e$/.test(word));
  if (at < 0) return words;
  const options = (words[at] ?? '').slice(0, -1);
  return [
    ...(options === '-' ? [] : [options]),
    ...words.slice(at + 1).flatMap((word) => ['-e', word]),
    ...words.slice(0, at),
  ];
}

function checkOperands({ options, operands }: Call, listens: boolean): void {
  const [least, most] = options.has('f') ? [0, 0] : listens ? [0, 1] : [1, 2];
  if (operands.length < least || operands.length > most || (listens && options.has('f'))) throw new Misuse();
}

/** Makes the socket 0 and 1, and runs the program in this process's place. */
function runProgram(sys: System, fd: number, words: readonly string[]): never {
  sys.dup2(fd, 0);
  sys.dup2(0, 1);
  sys.close(fd);
  const [name = ''] = words;
  const path = placesOf(name, sys.env.get('PATH')).find((place) => isExecutable(sys, place));
  if (path === undefined) throw new Failure(`can't execute '${name}': No such file or directory`);
  return sys.exec(path, words, sys.env);
}

/** With `-ll -e` each connection gets a process of its own. */
function* serveForEver(sys: System, listener: number, words: readonly string[]): Task<never> {
  sys.signal('SIGCHLD', 'ignore');
  for (;;) {
    const { fd } = yield* sys.accept(listener);
    spawnAlongPath(sys, words, {
      files: new Map([
        [0, fd],
        [1, fd],
        [2, 2],
      ]),
    });
    sys.close(fd);
    while (sys.processes().some(({ ppid, state }) => ppid === sys.pid && state === 'Z'))
      yield* sys.waitpid(-1, { nohang: true });
  }
}

function* open(call: Call, listens: number): Task<number> {
  const { sys, options, operands } = call;
  const file = options.value('f');
  if (file !== undefined) return sys.open(file, { read: true, write: true });
  if (listens === 0) {
    const port = portNumber(operands[1]);
    return yield* connectStream(sys, yield* resolve(sys, operands[0] ?? '', port));
  }
  const listener = yield* listenStream(sys, operands[0], portNumber(options.value('p')), listens);
  if (listens > 1 && options.has('e')) return yield* serveForEver(sys, listener, options.values('e'));
  const { fd } = yield* sys.accept(listener);
  sys.close(listener);
  return fd;
}

/** What a turn of its loop takes, µs. */
const TURN = 60;

/** What the connection gave; its end, or its break. */
function* readQuietly(sys: System, fd: number): Task<Uint8Array> {
  try {
    return yield* sys.read(fd, BUFFER);
  } catch (error) {
    if (isErrno(error)) return new Uint8Array(0);
    throw error;
  }
}

/** Copies both ways, until the other end has closed. */
function* relay(sys: System, fd: number, delay: number): Task<number> {
  let input = true;
  for (;;) {
    const ready = yield* sys.poll(input ? [0, fd] : [fd]);
    if (input && ready.includes(0)) {
      const data = yield* readQuietly(sys, 0);
      if (data.length === 0) {
        input = false;
        halfClose(sys, fd);
      } else yield* sys.write(fd, data);
      yield* sys.sleep(delay || TURN);
    }
    if (!ready.includes(fd)) continue;
    const data = yield* readQuietly(sys, fd);
    if (data.length === 0) return 0;
    yield* sys.write(1, data);
    if (delay > 0) yield* sys.sleep(delay);
  }
}

function halfClose(sys: System, fd: number): void {
  try {
    sys.shutdown(fd, 'write');
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** nc: a pipe to a TCP port, or from one (networking/nc.c, without NC_110_COMPAT). */
export const nc = applet({
  short: 'lp:w:i:f:e:',
  rewrite: wordsOfProgram,
  *run(call) {
    const { sys, options } = call;
    const listens = options.values('l').length;
    checkOperands(call, listens > 0);
    const seconds = wholeNumber(options.value('w') ?? '0');
    const delay = wholeNumber(options.value('i') ?? '0') * SECOND;
    const alarm = seconds > 0 ? new Alarm(sys) : undefined;
    alarm?.set(seconds * SECOND);
    try {
      const fd = yield* open(call, listens);
      alarm?.clear();
      return options.has('e') ? runProgram(sys, fd, options.values('e')) : yield* relay(sys, fd, delay);
    } catch (error) {
      throw isErrno(error, 'EINTR') && alarm?.rang ? new Failure('timed out') : error;
    }
  },
});
