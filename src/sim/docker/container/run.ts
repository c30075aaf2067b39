import type { ContainerCreateRequest } from '../../api/types/container-config.ts';
import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print, verb } from '../cli.ts';
import { StatusError } from '../status-error.ts';
import { containerRequest } from './container-request.ts';
import { createContainer, withHelp } from './create-container.ts';
import { creationFlags } from './creation-flags.ts';
import { exitCode } from './exit-code.ts';
import { checkTty, streamContainer } from './hijack.ts';
import { forwardSignals, resizeTty } from './signals.ts';

/** 127 where the program was not found, 126 where it cannot be run, else 125 (docker/cli's toStatusError). */
function runStatus(message: string): number {
  if (/executable file not found|no such file or directory|system cannot find the file specified/.test(message))
    return 127;
  return /permission denied|is a directory/.test(message) ? 126 : 125;
}

function runError(error: unknown): StatusError {
  const { message } = error as Error;
  return new StatusError(withHelp(message, 'run'), runStatus(message));
}

function* detached(cli: Cli, id: string): Task<number> {
  yield* print(cli, `${id}\n`);
  try {
    yield* cli.client.containerStart(id);
  } catch (error) {
    throw runError(error);
  }
  return 0;
}

function* attached(cli: Cli, id: string, request: ContainerCreateRequest, options: AttachOptions): Task<number> {
  const {
    AttachStdin: stdin = false,
    AttachStdout: stdout = false,
    AttachStderr: stderr = false,
    Tty: tty = false,
  } = request;
  const { detachKeys, sigProxy } = options;
  const autoRemove = request.HostConfig?.AutoRemove ?? false;
  const resize = (height: number, width: number) => cli.client.containerResize(id, height, width);
  const stream = yield* cli.client.containerAttach(id, { stream: true, stdin, stdout, stderr, detachKeys });
  const pending = yield* cli.client.containerWait(id, autoRemove ? 'removed' : 'next-exit');
  const signals = forwardSignals(cli, id, { proxy: sigProxy, tty, resize });
  try {
    yield* cli.client.containerStart(id);
  } catch (error) {
    stream.close();
    if (autoRemove) yield* pending.result();
    throw runError(error);
  }
  if (tty) yield* resizeTty(cli, resize);
  const end = yield* streamContainer(cli, { stream, stdin, tty, detachKeys, interrupted: () => signals.forward() });
  stream.close();
  return end === 'escaped' ? 0 : yield* exitCode(cli, pending);
}

interface AttachOptions {
  readonly detachKeys: string;
  readonly sigProxy: boolean;
}

export const run = verb({
  name: 'run',
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  short: 'Create and run a new container from an image',
  twins: ['run'],
  args: minArgs(1),
  flags: {
    ...creationFlags,
    detach: flag.bool('Run container in background and print container ID', { short: 'd' }),
    'detach-keys': flag.string('Override the key sequence for detaching a container'),
    pull: flag.string('Pull image before running ("always", "missing", "never")', { default: 'missing' }),
    'sig-proxy': flag.bool('Proxy received signals to the process', { default: true }),
  },
  interspersed: false,
  common: 1,
  completes: ['image'],
  *run(cli, invocation) {
    const { flags, changed } = invocation;
    const request = yield* containerRequest(cli, 'run', invocation);
    if (flags.detach) {
      if (flags.attach.length > 0) throw new Error('conflicting options: cannot specify both --attach and --detach');
      Object.assign(request, { AttachStdin: false, AttachStdout: false, AttachStderr: false, StdinOnce: false });
    } else checkTty(cli, request.AttachStdin ?? false, request.Tty ?? false);
    let id: string;
    try {
      id = yield* createContainer(cli, request, { ...flags, changed });
    } catch (error) {
      throw runError(error);
    }
    if (!request.AttachStdin && !request.AttachStdout && !request.AttachStderr) return yield* detached(cli, id);
    return yield* attached(cli, id, request, { detachKeys: flags['detach-keys'], sigProxy: flags['sig-proxy'] });
  },
});
