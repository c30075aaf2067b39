import type { SwarmInspect } from '../../api/types/swarm.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print, verb } from '../cli.ts';
import { updateSwarm } from './settings.ts';

function* key(cli: Cli): Task<string> {
  try {
    return (yield* cli.client.swarmCall<{ UnlockKey: string }>('GET', '/swarm/unlockkey')).UnlockKey;
  } catch (error) {
    throw new Error(`could not fetch unlock key: ${(error as Error).message}`);
  }
}

/** Says how a manager is unlocked, where it can be locked. */
export function* printUnlockCommand(cli: Cli): Task<void> {
  yield* print(
    cli,
    `To unlock a swarm manager after it restarts, run the \`docker swarm unlock\`
command and provide the following key:

    ${yield* key(cli)}

Remember to store this key in a password manager, since without it you
will not be able to restart the manager.
`,
  );
}

export const unlockKey = verb({
  name: 'unlock-key',
  usage: '[OPTIONS]',
  short: 'Manage the unlock key',
  hidden: 'manager',
  flags: {
    quiet: flag.bool('Only display token', { short: 'q' }),
    rotate: flag.bool('Rotate unlock key'),
  },
  *run(cli, { flags }) {
    if (flags.rotate) {
      const { Spec } = yield* cli.client.swarmCall<SwarmInspect>('GET', '/swarm');
      if (!Spec.EncryptionConfig.AutoLockManagers) throw new Error('cannot rotate because autolock is not turned on');
      yield* updateSwarm(cli, { rotateManagerUnlockKey: 'true' });
      if (!flags.quiet) yield* print(cli, 'Successfully rotated manager unlock key.\n');
    }
    const found = yield* key(cli);
    if (found === '') throw new Error('no unlock key is set');
    if (flags.quiet) yield* print(cli, `${found}\n`);
    else yield* printUnlockCommand(cli);
    return 0;
  },
});
