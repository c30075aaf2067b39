import type { Declaration, Invocation } from '../../command/command.ts';
import type { Flags } from '../../command/flag.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, printError, type Verb, verb } from '../cli.ts';
import { inspect } from '../inspect/inspector.ts';
import { commandRefusal } from '../simulated.ts';
import { StatusError } from '../status-error.ts';

type Declared<F extends Flags> = Omit<Declaration<Cli, Task<number>, F>, 'run' | 'commands'>;

interface Asking<F extends Flags> extends Declared<F> {
  /** What the engine is asked for, in the API's paths. */
  asks(invocation: Invocation<F>): string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  body?(invocation: Invocation<F>): object;
  /** Is each argument a thing of its own to ask for, as the last part of the path? Then each has its error. */
  readonly each?: boolean;
  /** Said before the engine's error. */
  prefix?(argument: string): string;
  /** What is looked at before the engine is asked. Throws what is wrong. */
  before?(cli: Cli, invocation: Invocation<F>): Task<void>;
}

/**
 * A verb of a swarm's. An engine outside of any refuses it, in its own words; what it would do inside is not simulated,
 * and said so.
 */
export const asking = <F extends Flags = Flags>({ asks, method, body, each, prefix, before, ...declared }: Asking<F>) =>
  verb<F>({
    ...declared,
    *run(cli, invocation) {
      if (before) yield* before(cli, invocation);
      const errors: string[] = [];
      const paths = each ? invocation.args.map((name) => `${asks(invocation)}/${name}`) : [asks(invocation)];
      for (const [i, path] of paths.entries()) {
        try {
          yield* cli.client.swarmCall(method ?? 'GET', path, body?.(invocation));
        } catch (error) {
          errors.push(`${prefix?.(invocation.args[i] ?? '') ?? ''}${(error as Error).message}`);
        }
      }
      if (errors.length > 0) throw new StatusError(errors.join('\n'), 1);
      yield* printError(cli, `${commandRefusal(cli.path)}\n`);
      return 1;
    },
  }) as Verb;

/** `inspect` of what a swarm has. */
export const inspecting = <F extends Flags>({ resource, ...declared }: Declared<F> & { readonly resource: string }) =>
  verb<F>({
    ...declared,
    run: (cli, { args, flags }) =>
      inspect(cli, args, String(flags.format ?? ''), function* (name) {
        return { type: resource, json: yield* cli.client.swarmCall('GET', `${resource}/${name}`) };
      }),
  }) as Verb;
