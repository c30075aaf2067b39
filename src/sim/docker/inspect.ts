import { DaemonError } from '../client/errors.ts';
import { minArgs } from '../command/argument-rules.ts';
import * as flag from '../command/flags.ts';
import type { Task } from '../kernel/task.ts';
import { type Cli, printError, verb } from './cli.ts';
import { containerNamed } from './container/inspect.ts';
import { INSPECT_FORMAT_HELP } from './format-help.ts';
import { imageNamed } from './image/inspect.ts';
import { type Inspected, inspect } from './inspect/inspector.ts';
import { networkNamed } from './network/inspect.ts';
import { commandRefusal } from './simulated.ts';
import { volumeNamed } from './volume/inspect.ts';

type LookUp = (cli: Cli, name: string, size: boolean) => Task<Inspected>;

/** In the order in which a name is tried. */
const KINDS: Readonly<Record<string, LookUp>> = {
  container: containerNamed,
  image: (cli, name) => imageNamed(cli, name),
  network: (cli, name) => networkNamed(cli, name),
  volume: (cli, name) => volumeNamed(cli, name, true),
};

/** Of Swarm and plugins: real, but not simulated. */
const OTHER_KINDS = ['config', 'node', 'plugin', 'secret', 'service', 'task'];

const allKinds = (): string =>
  [...Object.keys(KINDS), ...OTHER_KINDS]
    .sort()
    .map((kind) => `"${kind}"`)
    .join(', ');

const skippable = (error: unknown): boolean =>
  (error instanceof DaemonError && error.status === 404) ||
  /not supported|invalid reference format/.test((error as Error).message);

function* anything(cli: Cli, name: string, size: boolean): Task<Inspected> {
  for (const [kind, lookUp] of Object.entries(KINDS)) {
    try {
      const found = yield* lookUp(cli, name, size);
      if (size && kind !== 'container') yield* printError(cli, `WARNING: --size ignored for ${kind}\n`);
      return found;
    } catch (error) {
      if (!skippable(error)) throw error;
    }
  }
  throw new Error(`Error: No such object: ${name}`);
}

function lookUpFor(type: string): LookUp {
  if (type === '') return anything;
  const lookUp = KINDS[type];
  if (lookUp !== undefined) return lookUp;
  if (OTHER_KINDS.includes(type)) throw new Error(commandRefusal(`docker inspect --type ${type}`));
  throw new Error(`unknown type: "${type}": must be one of ${allKinds()}`);
}

export const inspectAnything = verb({
  name: 'inspect',
  usage: '[OPTIONS] NAME|ID [NAME|ID...]',
  short: 'Return low-level information on Docker objects',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
    size: flag.bool('Display total file sizes if the type is container', { short: 's' }),
    type: flag.string('Only inspect objects of the given type'),
  },
  completes: ['container'],
  *run(cli, { args, flags, changed }) {
    if (changed.has('type') && flags.type === '') throw new Error(`type is empty: must be one of ${allKinds()}`);
    const lookUp = lookUpFor(flags.type);
    return yield* inspect(cli, args, flags.format, (name) => lookUp(cli, name, flags.size));
  },
});
