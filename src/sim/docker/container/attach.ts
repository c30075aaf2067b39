import type { ContainerInspect } from '../../api/types/container.ts';
import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { StatusError } from '../status-error.ts';
import { ESCAPED } from './escape-keys.ts';
import { checkTty, streamContainer, ttySize } from './hijack.ts';
import { forwardSignals, resizeTty } from './signals.ts';

function* running(cli: Cli, name: string): Task<ContainerInspect> {
  const container = yield* cli.client.containerInspect(name);
  const { Running, Paused, Restarting } = container.State;
  if (!Running) throw new Error('You cannot attach to a stopped container, start it first');
  if (Paused) throw new Error('You cannot attach to a paused container, unpause it first');
  if (Restarting) throw new Error('You cannot attach to a restarting container, wait until it is running');
  return container;
}

/** A shell draws its prompt anew only when its window changes: so it is made larger first. */
function* redraw(cli: Cli, name: string): Task<void> {
  const [height, width] = ttySize(cli);
  if (height === 0 && width === 0) return;
  yield* resizeTty(cli, () => cli.client.containerResize(name, height + 1, width + 1));
  yield* resizeTty(cli, (rows, columns) => cli.client.containerResize(name, rows, columns));
}

export const attach = verb({
  name: 'attach',
  usage: '[OPTIONS] CONTAINER',
  short: 'Attach local standard input, output, and error streams to a running container',
  twins: ['attach'],
  args: exactArgs(1),
  flags: {
    'detach-keys': flag.string('Override the key sequence for detaching a container'),
    'no-stdin': flag.bool('Do not attach STDIN'),
    'sig-proxy': flag.bool('Proxy all received signals to the process', { default: true }),
  },
  completes: ['running'],
  *run(cli, { args, flags }) {
    const name = args[0] ?? '';
    const { Config } = yield* running(cli, name);
    const stdin = !flags['no-stdin'];
    checkTty(cli, stdin, Config.Tty);
    const pending = yield* cli.client.containerWait(name);
    const stream = yield* cli.client.containerAttach(name, {
      stream: true,
      stdin: stdin && Config.OpenStdin,
      stdout: true,
      stderr: true,
      detachKeys: flags['detach-keys'],
    });
    const signals = forwardSignals(cli, name, {
      proxy: flags['sig-proxy'] && !Config.Tty,
      tty: Config.Tty,
      resize: (height, width) => cli.client.containerResize(name, height, width),
    });
    if (Config.Tty) yield* redraw(cli, name);
    const end = yield* streamContainer(cli, {
      stream,
      stdin: stdin && Config.OpenStdin,
      tty: Config.Tty,
      detachKeys: flags['detach-keys'],
      interrupted: () => signals.forward(),
    });
    stream.close();
    if (end === 'escaped') throw new StatusError(ESCAPED, 1);
    const { StatusCode, Error: failure } = yield* pending.result();
    if (failure?.Message) throw new Error(failure.Message);
    return StatusCode;
  },
});
