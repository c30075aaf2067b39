import { DaemonError } from '../../client/errors.ts';
import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print, printError, verb } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { StatusError } from '../status-error.ts';

const INGRESS_WARNING =
  'WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same docker engine version. Otherwise, removal may not be effective and functionality of newly create ingress networks will be impaired.\nAre you sure you want to continue?';

function* isIngress(cli: Cli, name: string): Task<boolean> {
  try {
    return (yield* cli.client.networkInspect(name)).Ingress;
  } catch (error) {
    if (error instanceof DaemonError) return false;
    throw error;
  }
}

export const rm = verb({
  name: 'rm',
  usage: 'NETWORK [NETWORK...]',
  short: 'Remove one or more networks',
  aliases: ['remove'],
  args: minArgs(1),
  flags: {
    force: flag.bool('Do not error if the network does not exist', { short: 'f' }),
  },
  completes: ['network'],
  *run(cli, { args, flags }) {
    let status = 0;
    for (const name of args) {
      try {
        if ((yield* isIngress(cli, name)) && !(yield* confirm(cli, INGRESS_WARNING))) continue;
        yield* cli.client.networkRemove(name);
        yield* print(cli, `${name}\n`);
      } catch (error) {
        if (flags.force && error instanceof DaemonError && error.status === 404) continue;
        yield* printError(cli, `${(error as Error).message}\n`);
        status = 1;
      }
    }
    if (status !== 0) throw new StatusError(`exit status ${status}`, status);
    return 0;
  },
});
