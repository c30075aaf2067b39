import type { ExecCreateRequest } from '../../api/types/exec.ts';
import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { environment } from '../option-lists.ts';
import { StatusError } from '../status-error.ts';
import { readEnvironment } from './environment.ts';
import { ESCAPED } from './escape-keys.ts';
import { checkTty, streamContainer, ttySize } from './hijack.ts';
import { forwardSignals, resizeTty } from './signals.ts';

function* interactive(cli: Cli, id: string, request: ExecCreateRequest): Task<number> {
  const tty = request.Tty ?? false;
  const stream = yield* cli.client.containerExecAttach(id, {
    Detach: false,
    Tty: tty,
    ConsoleSize: request.ConsoleSize ?? null,
  });
  const resize = (height: number, width: number) => cli.client.containerExecResize(id, height, width);
  const signals = forwardSignals(cli, id, { proxy: false, ends: true, tty, resize });
  if (tty) yield* resizeTty(cli, resize);
  const end = yield* streamContainer(cli, {
    stream,
    stdin: request.AttachStdin ?? false,
    tty,
    detachKeys: request.DetachKeys ?? '',
    interrupted: () => signals.forward(),
  });
  stream.close();
  if (end === 'escaped') throw new StatusError(ESCAPED, 1);
  if (end === 'interrupted') return 0;
  return (yield* cli.client.containerExecInspect(id)).ExitCode ?? 0;
}

export const exec = verb({
  name: 'exec',
  usage: '[OPTIONS] CONTAINER COMMAND [ARG...]',
  short: 'Execute a command in a running container',
  twins: ['exec'],
  args: minArgs(2),
  flags: {
    detach: flag.bool('Detached mode: run command in the background', { short: 'd' }),
    'detach-keys': flag.string('Override the key sequence for detaching a container'),
    env: environment('Set environment variables', { short: 'e' }),
    'env-file': flag.list('Read in a file of environment variables'),
    interactive: flag.bool('Keep STDIN open even if not attached', { short: 'i' }),
    privileged: flag.bool('Give extended privileges to the command'),
    tty: flag.bool('Allocate a pseudo-TTY', { short: 't' }),
    user: flag.string('Username or UID (format: "<name|uid>[:<group|gid>]")', { short: 'u' }),
    workdir: flag.string('Working directory inside the container', { short: 'w' }),
  },
  interspersed: false,
  common: 2,
  completes: ['running'],
  *run(cli, { args, flags }) {
    const [name = '', ...command] = args;
    const attached = !flags.detach;
    const request: ExecCreateRequest = {
      User: flags.user,
      Privileged: flags.privileged,
      Tty: flags.tty,
      ...(flags.tty ? { ConsoleSize: ttySize(cli) } : {}),
      AttachStdin: attached && flags.interactive,
      AttachStdout: attached,
      AttachStderr: attached,
      DetachKeys: flags['detach-keys'],
      Env: yield* readEnvironment(cli, flags['env-file'], flags.env),
      WorkingDir: flags.workdir,
      Cmd: command,
    };
    yield* cli.client.containerInspect(name);
    if (attached) checkTty(cli, flags.interactive, flags.tty);
    const { Id } = yield* cli.client.containerExecCreate(name, request);
    if (attached) return yield* interactive(cli, Id, request);
    yield* cli.client.containerExecStart(Id, { Detach: true, Tty: flags.tty });
    return 0;
  },
});
