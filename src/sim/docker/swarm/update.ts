import * as flag from '../../command/flags.ts';
import { print, verb } from '../cli.ts';
import { updateSwarm } from './settings.ts';
import { askedSpec, SPEC_FLAGS } from './spec-flags.ts';
import { printUnlockCommand } from './unlock-key.ts';

export const update = verb({
  name: 'update',
  usage: '[OPTIONS]',
  short: 'Update the swarm',
  hidden: 'manager',
  flags: {
    autolock: flag.bool('Change manager autolocking setting (true|false)'),
    ...SPEC_FLAGS,
  },
  needsFlags: true,
  *run(cli, { flags, changed }) {
    const autolock = changed.has('autolock') ? flags.autolock : undefined;
    const { Spec } = yield* updateSwarm(cli, {}, askedSpec(flags, changed, autolock));
    yield* print(cli, 'Swarm updated.\n');
    if (autolock && !Spec.EncryptionConfig.AutoLockManagers) yield* printUnlockCommand(cli);
    return 0;
  },
});
