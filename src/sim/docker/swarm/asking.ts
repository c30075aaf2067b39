import { minArgs } from '../../command/argument-rules.ts';
import type { Declaration, Invocation } from '../../command/command.ts';
import type { Flags } from '../../command/flag.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print, printError, type Verb, verb } from '../cli.ts';
import { FORMAT_HELP, INSPECT_FORMAT_HELP } from '../format-help.ts';
import { type Listing, printList } from '../formatter/list.ts';
import { inspect } from '../inspect/inspector.ts';
import { commandRefusal } from '../simulated.ts';
import { StatusError } from '../status-error.ts';

type Declared<F extends Flags> = Omit<Declaration<Cli, Task<number>, F>, 'run' | 'commands'>;

interface Asking<F extends Flags> extends Declared<F> {
  /** What the engine is asked for, in the API's paths. */
  asks(invocation: Invocation<F>): string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  body?(invocation: Invocation<F>): object;
  query?(invocation: Invocation<F>): Readonly<Record<string, string | undefined>>;
  /** Is each argument a thing of its own to ask for, as the last part of the path? Then each has its error. */
  readonly each?: boolean;
  /** What of an argument names the thing. */
  named?(argument: string): string;
  /** Said before the engine's error. */
  prefix?(argument: string): string;
  /** What is looked at before the engine is asked. Throws what is wrong. */
  before?(cli: Cli, invocation: Invocation<F>): Task<void>;
  /** What is done with the engine's answer; without this, it is said that there is nothing that does it here. */
  after?(cli: Cli, answer: object, invocation: Invocation<F>, argument: string): Task<void>;
}

/**
 * A verb of a swarm's. An engine outside of any refuses it, in its own words; what it would do inside and is not simulated
 * says so.
 */
export const asking = <F extends Flags = Flags>(asked: Asking<F>) => {
  const { asks, method, body, query, each, named, prefix, before, after, ...declared } = asked;
  return verb<F>({
    ...declared,
    *run(cli, invocation) {
      if (before) yield* before(cli, invocation);
      const errors: string[] = [];
      const path = asks(invocation);
      for (const argument of each ? invocation.args : [invocation.args[0] ?? '']) {
        try {
          const answer = yield* cli.client.swarmCall(
            method ?? 'GET',
            each ? `${path}/${named?.(argument) ?? argument}` : path,
            { ...(body && { body: body(invocation) }), ...(query && { query: query(invocation) }) },
          );
          if (after) yield* after(cli, answer, invocation, argument);
        } catch (error) {
          errors.push(`${prefix?.(argument) ?? ''}${(error as Error).message}`);
        }
      }
      if (errors.length > 0) throw new StatusError(errors.join('\n'), 1);
      if (after) return 0;
      yield* printError(cli, `${commandRefusal(cli.path)}\n`);
      return 1;
    },
  }) as Verb;
};

/** What follows an answer that says all by coming: the argument that it was for. */
export function* printName(cli: Cli, _answer: object, _invocation: unknown, argument: string): Task<void> {
  yield* print(cli, `${argument}\n`);
}

interface Inspecting {
  readonly usage: string;
  readonly short: string;
  /** In the API's path. */
  readonly resource: string;
  /** An argument as the API names it. */
  named?(cli: Cli, argument: string): Task<string>;
}

/** `inspect` of what a swarm has. */
export const inspecting = ({ resource, named, ...declared }: Inspecting) =>
  verb({
    name: 'inspect',
    args: minArgs(1),
    ...declared,
    flags: {
      format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
      pretty: flag.bool('Print the information in a human friendly format'),
    },
    run: (cli, { args, flags }) =>
      inspect(cli, args, flags.format, function* (name) {
        const id = named ? yield* named(cli, name) : name;
        const json = yield* cli.client.swarmCall('GET', `${resource}/${id}`);
        if (flags.pretty) throw new StatusError(commandRefusal(`${cli.path} --pretty`), 1);
        return { type: resource, json };
      }),
  }) as Verb;

/** Columns of which there are no rows yet, by the names that templates have for them. */
const headed = (headings: Readonly<Record<string, string>>): Listing<object> => ({
  type: '*formatter.Context',
  columns: Object.fromEntries(Object.entries(headings).map(([name, heading]) => [name, { heading, show: () => '' }])),
});

/** Prints the headings of a list that is empty here: nothing runs on a swarm yet. */
export function* printEmpty(
  cli: Cli,
  headings: Readonly<Record<string, string>>,
  { format = 'table', quiet = false }: { readonly format?: string; readonly quiet?: boolean },
): Task<void> {
  const names = Object.keys(headings).map((name) => `{{.${name}}}`);
  const table = quiet ? '{{.ID}}' : `table ${names.join('\t')}`;
  yield* printList(cli, headed(headings), format === 'table' || format === '' ? table : format, []);
}

export const LIST_FLAGS = {
  filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
  format: flag.string(FORMAT_HELP),
  quiet: flag.bool('Only display IDs', { short: 'q' }),
};

/** Of `ps`, which lists tasks. */
export const TASK_FLAGS = {
  filter: LIST_FLAGS.filter,
  format: flag.string('Pretty-print tasks using a Go template'),
  'no-resolve': flag.bool('Do not map IDs to Names'),
  'no-trunc': flag.bool('Do not truncate output'),
  quiet: flag.bool('Only display task IDs', { short: 'q' }),
};

/** `ls` of what there is none of. */
export const listing = (resource: string, short: string, headings: Readonly<Record<string, string>>) =>
  asking({
    name: 'ls',
    usage: '[OPTIONS]',
    short,
    aliases: ['list'],
    flags: LIST_FLAGS,
    asks: () => resource,
    after: (cli, _answer, { flags }) => printEmpty(cli, headings, flags),
  });
