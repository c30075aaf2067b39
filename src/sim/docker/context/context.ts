import { cobraExactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { sha256 } from '../../tar/sha256.ts';
import { create, exportContext, importContext, rm, update } from '../absent/context.ts';
import { type Cli, print, printError, verb } from '../cli.ts';
import { FORMAT_HELP, INSPECT_FORMAT_HELP } from '../format-help.ts';
import { type Listing, printList } from '../formatter/list.ts';
import { inspect as inspectAll } from '../inspect/inspector.ts';

const DEFAULT = 'default';
const TABLE = 'table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}';

interface Row {
  readonly host: string;
}

/** The one context there is: what DOCKER_HOST says. */
const listing: Listing<Row> = {
  type: '*formatter.clientContextContext',
  columns: {
    Current: { heading: '', show: () => true },
    Name: { heading: 'NAME', show: () => DEFAULT },
    Description: { heading: 'DESCRIPTION', show: () => 'Current DOCKER_HOST based configuration' },
    DockerEndpoint: { heading: 'DOCKER ENDPOINT', show: ({ host }) => host },
    Error: { heading: 'ERROR', show: () => '' },
  },
};

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
    yield* printList(cli, listing, plain ? (quiet ? '{{.Name}}' : TABLE) : format, [{ host: cli.client.daemonHost }]);
    return 0;
  },
});

const show = verb({
  name: 'show',
  short: 'Print the name of the current context',
  *run(cli) {
    yield* print(cli, `${DEFAULT}\n`);
    return 0;
  },
});

/** Throws for any but the one there is: nobody can have made another here. */
function check(name: string): void {
  if (name === DEFAULT) return;
  const digest = sha256(new TextEncoder().encode(name));
  const path = `/root/.docker/contexts/meta/${digest}/meta.json`;
  throw new Error(`context ${JSON.stringify(name)}: context not found: open ${path}: no such file or directory`);
}

function* found(cli: Cli, name: string) {
  yield* [];
  check(name);
  const json = {
    Name: DEFAULT,
    Metadata: {},
    Endpoints: { docker: { Host: cli.client.daemonHost, SkipTLSVerify: false } },
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
    inspectAll(cli, args.length === 0 ? [DEFAULT] : args, flags.format, (name) => found(cli, name)),
});

const use = verb({
  name: 'use',
  usage: 'CONTEXT',
  args: cobraExactArgs(1),
  short: 'Set the current docker context',
  *run(cli, { args: [name = ''] }) {
    check(name);
    yield* print(cli, `${name}\n`);
    yield* printError(cli, `Current context is now ${JSON.stringify(name)}\n`);
    return 0;
  },
});

export const context = verb({
  name: 'context',
  short: 'Manage contexts',
  commands: [create, exportContext, importContext, inspect, ls, rm, show, update, use],
});
