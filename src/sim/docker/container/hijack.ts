import type { AttachedStream } from '../../client/attached-stream.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { Termios } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, STDERR, STDIN, STDOUT } from '../cli.ts';
import { EscapeProxy, escapeKeys } from './escape-keys.ts';

const RAW: Termios = { canonical: false, echo: false, signals: false, crToNl: false, postProcess: false };

/** At most so much typed or piped input goes in one write (Go's io.Copy). */
const CHUNK = 32_768;

export interface Streaming {
  readonly stream: AttachedStream;
  readonly stdin: boolean;
  /** The container has a terminal: ours is made raw, and the escape keys count. */
  readonly tty: boolean;
  readonly detachKeys: string;
  /** Called when a handled signal broke the wait; false ends the streaming. */
  interrupted(): Task<boolean>;
}

/** How streaming ended: the other end closed, the escape keys were typed, or a signal asked us to end. */
export type StreamEnd = 'closed' | 'escaped' | 'interrupted';

function* deliver(cli: Cli, { stream, tty }: Streaming): Task<boolean> {
  const outputs = yield* stream.next();
  for (const { to, data } of outputs ?? []) {
    yield* cli.sys.write(to === 'stderr' && !tty ? STDERR : STDOUT, data);
  }
  return outputs !== undefined;
}

/** Readable descriptors; none when a signal broke the wait, undefined when it is to end. */
function* wait(cli: Cli, { interrupted }: Streaming, fds: readonly number[]): Task<readonly number[] | undefined> {
  try {
    return yield* cli.sys.poll(fds);
  } catch (error) {
    if (!isErrno(error, 'EINTR')) throw error;
    return (yield* interrupted()) ? [] : undefined;
  }
}

function* copy(cli: Cli, streaming: Streaming): Task<StreamEnd> {
  const { stream, tty, detachKeys } = streaming;
  const proxy = tty ? new EscapeProxy(escapeKeys(detachKeys)) : undefined;
  let open = streaming.stdin;
  for (;;) {
    const ready = stream.buffered ? [stream.fd] : yield* wait(cli, streaming, open ? [stream.fd, STDIN] : [stream.fd]);
    if (ready === undefined) return 'interrupted';
    if (ready.includes(stream.fd) && !(yield* deliver(cli, streaming))) return 'closed';
    if (!ready.includes(STDIN)) continue;
    const data = yield* cli.sys.read(STDIN, CHUNK);
    if (data.length === 0) {
      open = false;
      stream.closeWrite();
      continue;
    }
    const { pass, escaped } = proxy?.filter(data) ?? { pass: data, escaped: false };
    if (pass.length > 0) yield* stream.write(pass);
    if (escaped) return 'escaped';
  }
}

/** Copies between our terminal and the container until either lets go (docker/cli's hijackedIOStreamer). */
export function* streamContainer(cli: Cli, streaming: Streaming): Task<StreamEnd> {
  const raw = streaming.tty && streaming.stdin && cli.sys.isatty(STDIN);
  const before = raw ? { ...cli.sys.tcgetattr(STDIN) } : undefined;
  if (raw) cli.sys.tcsetattr(STDIN, RAW);
  try {
    if (!streaming.stdin) streaming.stream.closeWrite();
    return yield* copy(cli, streaming);
  } finally {
    if (before !== undefined) cli.sys.tcsetattr(STDIN, before);
  }
}

/** Throws where the container wants a terminal on stdin and ours is none (docker/cli's CheckTty). */
export function checkTty(cli: Cli, attachStdin: boolean, tty: boolean): void {
  if (tty && attachStdin && !cli.sys.isatty(STDIN)) throw new Error('the input device is not a TTY');
}

/** Height and width of our terminal; zeros where stdout is none. */
export function ttySize(cli: Cli): [number, number] {
  if (!cli.sys.isatty(STDOUT)) return [0, 0];
  const { rows, columns } = cli.sys.winsize(STDOUT);
  return [rows, columns];
}
