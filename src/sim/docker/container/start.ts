import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print, printError, verb } from '../cli.ts';
import { exitCode } from './exit-code.ts';
import { streamContainer } from './hijack.ts';
import { forwardSignals, resizeTty } from './signals.ts';

function* startAll(cli: Cli, names: readonly string[]): Task<number> {
  const failed: string[] = [];
  for (const name of names) {
    try {
      yield* cli.client.containerStart(name);
      yield* print(cli, `${name}\n`);
    } catch (error) {
      yield* printError(cli, `${(error as Error).message}\n`);
      failed.push(name);
    }
  }
  if (failed.length > 0) throw new Error(`Error: failed to start containers: ${failed.join(', ')}`);
  return 0;
}

function* startAttached(cli: Cli, name: string, interactive: boolean, detachKeys: string): Task<number> {
  const { Id, Config, HostConfig } = yield* cli.client.containerInspect(name);
  const stdin = interactive && Config.OpenStdin;
  const resize = (height: number, width: number) => cli.client.containerResize(Id, height, width);
  const stream = yield* cli.client.containerAttach(Id, { stream: true, stdin, stdout: true, stderr: true, detachKeys });
  const pending = yield* cli.client.containerWait(Id, HostConfig.AutoRemove ? 'removed' : 'next-exit');
  const signals = forwardSignals(cli, Id, { proxy: !Config.Tty, ends: true, tty: Config.Tty, resize });
  try {
    yield* cli.client.containerStart(Id);
  } catch (error) {
    stream.close();
    if (HostConfig.AutoRemove) yield* pending.result();
    throw error;
  }
  if (Config.Tty) yield* resizeTty(cli, resize);
  const end = yield* streamContainer(cli, {
    stream,
    stdin,
    tty: Config.Tty,
    detachKeys,
    interrupted: () => signals.forward(),
  });
  stream.close();
  return end === 'closed' ? yield* exitCode(cli, pending) : 0;
}

export const start = verb({
  name: 'start',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Start one or more stopped containers',
  twins: ['start'],
  args: minArgs(1),
  flags: {
    attach: flag.bool('Attach STDOUT/STDERR and forward signals', { short: 'a' }),
    'detach-keys': flag.string('Override the key sequence for detaching a container'),
    interactive: flag.bool("Attach container's STDIN", { short: 'i' }),
  },
  completes: ['stopped'],
  *run(cli, { args, flags }) {
    if (!flags.attach && !flags.interactive) return yield* startAll(cli, args);
    const [name = '', ...others] = args;
    if (others.length > 0) throw new Error('you cannot start and attach multiple containers at once');
    return yield* startAttached(cli, name, flags.interactive, flags['detach-keys']);
  },
});
