import { cobraExactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { naturalOrder } from '../../command/natural-order.ts';
import { create, exportContext, importContext, rm, update } from '../absent/context.ts';
import { type Cli, print, printError, verb } from '../cli.ts';
import { FORMAT_HELP, INSPECT_FORMAT_HELP } from '../format-help.ts';
import { ellipsis } from '../formatter/ellipsis.ts';
import { type Listing, printList } from '../formatter/list.ts';
import { inspect as inspectAll } from '../inspect/inspector.ts';
import { contextName, contextProblem, DEFAULT_CONTEXT, daemonHost } from './current.ts';

const OVERRIDDEN =
  'Warning: DOCKER_HOST environment variable overrides the active context. ' +
  'To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.';
const TABLE = 'table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}';

/** As much of an error as a list shows. */
const ERROR_WIDTH = 45;

interface Row {
  readonly name: string;
  readonly current: boolean;
  readonly description: string;
  readonly host: string;
  readonly error: string;
}

const listing: Listing<Row> = {
  type: '*formatter.clientContextContext',
  columns: {
    Current: { heading: '', show: ({ current }) => current },
    Name: { heading: 'NAME', show: ({ name }) => name },
    Description: { heading: 'DESCRIPTION', show: ({ description }) => description },
    DockerEndpoint: { heading: 'DOCKER ENDPOINT', show: ({ host }) => host },
    Error: { heading: 'ERROR', show: ({ error }) => ellipsis(error, ERROR_WIDTH) },
  },
};

/** The one context there is, what DOCKER_HOST says, and the current one where that is another and does not exist. */
function rows({ sys, globals }: Cli): Row[] {
  const current = contextName(sys, globals);
  const own = {
    ...{ name: DEFAULT_CONTEXT, current: current === DEFAULT_CONTEXT, error: '' },
    description: 'Current DOCKER_HOST based configuration',
    host: daemonHost(sys, globals),
  };
  const error = contextProblem(sys, globals, current);
  if (error === undefined) return [own];
  return [own, { name: current, current: true, description: '', host: '', error }].sort((a, b) =>
    naturalOrder(a.name, b.name),
  );
}

const ls = verb({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List contexts',
  aliases: ['list'],
  flags: {
    format: flag.string(FORMAT_HELP),
    quiet: flag.bool('Only show context names', { short: 'q' }),
  },
  *run(cli, { flags: { format, quiet } }) {
    const plain = format === '' || format === 'table';
    yield* printList(cli, listing, plain ? (quiet ? '{{.Name}}' : TABLE) : format, rows(cli));
    if (cli.sys.env.get('DOCKER_HOST')) yield* printError(cli, `${OVERRIDDEN}\n`);
    return 0;
  },
});

const show = verb({
  name: 'show',
  short: 'Print the name of the current context',
  *run(cli) {
    yield* print(cli, `${contextName(cli.sys, cli.globals)}\n`);
    return 0;
  },
});

/** Throws for any but the one there is. */
function check({ sys, globals }: Cli, name: string): void {
  const problem = contextProblem(sys, globals, name);
  if (problem !== undefined) throw new Error(problem);
}

function* found(cli: Cli, name: string) {
  yield* [];
  check(cli, name);
  const json = {
    Name: DEFAULT_CONTEXT,
    Metadata: {},
    Endpoints: { docker: { Host: daemonHost(cli.sys, cli.globals), SkipTLSVerify: false } },
    TLSMaterial: {},
    Storage: { MetadataPath: '<IN MEMORY>', TLSPath: '<IN MEMORY>' },
  };
  return { type: 'context.contextInspect', json, raw: false };
}

const inspect = verb({
  name: 'inspect',
  usage: '[OPTIONS] [CONTEXT] [CONTEXT...]',
  args: minArgs(0),
  short: 'Display detailed information on one or more contexts',
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
  },
  run: (cli, { args, flags }) =>
    inspectAll(cli, args.length === 0 ? [contextName(cli.sys, cli.globals)] : args, flags.format, (name) =>
      found(cli, name),
    ),
});

const use = verb({
  name: 'use',
  usage: 'CONTEXT',
  args: cobraExactArgs(1),
  short: 'Set the current docker context',
  *run(cli, { args: [name = ''] }) {
    check(cli, name);
    yield* print(cli, `${name}\n`);
    yield* printError(cli, `Current context is now ${JSON.stringify(name)}\n`);
    return 0;
  },
});

export const context = verb({
  name: 'context',
  short: 'Manage contexts',
  notes: ['anyContext'],
  commands: [create, exportContext, importContext, inspect, ls, rm, show, update, use],
});
