import type { Command } from './command.ts';
import { flagUsages, visibleFlags } from './flag-usages.ts';

/** Cobra's least width of a command's name in a list. */
const NAME_WIDTH = 11;

/** The line that tells how to call it, as errors print it (cobra's UseLine). */
export function useLine<C, R>({ path, declaration }: Command<C, R>): string {
  return declaration.usage === undefined ? path : `${path} ${declaration.usage}`;
}

const isGroup = <C, R>({ commands }: Command<C, R>): boolean => commands.length > 0;
const isShown =
  (states: readonly string[]) =>
  <C, R>({ declaration: { hidden = false } }: Command<C, R>): boolean =>
    typeof hidden === 'string' ? states.includes(hidden) : !hidden;

function aliases<C, R>(command: Command<C, R>): string | undefined {
  const { declaration, path } = command;
  const words = path.split(' ');
  const own = originalPath(command);
  const parent = own.slice(0, own.lastIndexOf(' '));
  const all = [
    ...(declaration.aliases ?? []).map((alias) => `${parent} ${alias}`),
    ...(declaration.twins ?? []).map((twin) => `${words[0]} ${twin}`),
  ];
  return all.length === 0 ? undefined : [own, ...all].join(', ');
}

/** The path of the place where the command was declared, of which it may be the twin. */
function originalPath<C, R>({ path, name, declaration, parent }: Command<C, R>): string {
  if (!declaration.twins?.some((twin) => path.endsWith(` ${twin}`)) || parent === undefined) return path;
  let root = parent;
  while (root.parent !== undefined) root = root.parent;
  const home = root.commands.find((group) => group.declaration.commands?.includes(declaration));
  return home === undefined ? `${parent.path} ${name}` : `${home.path} ${declaration.name}`;
}

function listing<C, R>(title: string, commands: readonly Command<C, R>[]): string | undefined {
  if (commands.length === 0) return undefined;
  const width = Math.max(NAME_WIDTH, ...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, declaration }) => {
    const mark = declaration.family === 'plugin' ? '*' : '';
    return `  ${(name + mark).padEnd(width)} ${declaration.short}`;
  });
  return [`${title}:`, ...lines].join('\n');
}

function listings<C, R>(command: Command<C, R>, states: readonly string[]): (string | undefined)[] {
  const shown = command.commands.filter(isShown(states));
  const root = command.parent === undefined;
  const place = (a: Command<C, R>): number => (root ? (a.declaration.common ?? 0) : 0);
  const common = shown.filter(place).sort((a, b) => place(a) - place(b));
  const others = shown.filter((sub) => place(sub) === 0);
  const groups = others.filter((sub) => isGroup(sub) || sub.declaration.family === 'plugin');
  const swarm = (sub: Command<C, R>): boolean => sub.declaration.family === 'swarm';
  return [
    listing('Common Commands', common),
    listing(
      'Management Commands',
      groups.filter((sub) => !swarm(sub)),
    ),
    listing('Swarm Commands', groups.filter(swarm)),
    listing(
      'Commands',
      others.filter((sub) => !groups.includes(sub)),
    ),
  ];
}

const experimental = (path: string): string =>
  `EXPERIMENTAL:
  ${path} is an experimental feature.
  Experimental features provide early access to product functionality. These
  features may change between releases without warning, or can be removed from a
  future release. Learn more about experimental features in our documentation:
  https://docs.docker.com/go/experimental/`;

/**
 * A command's help page for a terminal of `columns` columns, without a last newline (the template of docker/cli's cli/cobra.go).
 * @param states what the program is, of what commands are hidden without
 */
export function helpPage<C, R>(command: Command<C, R>, columns: number, states: readonly string[] = []): string {
  const { declaration, path, flags, parent } = command;
  const hasFlags = visibleFlags(flags).length > 0;
  const group = isGroup(command);
  const usage = group ? `${path}${hasFlags ? ' [OPTIONS]' : ''} COMMAND` : useLine(command);
  const options = hasFlags ? flagUsages(flags, columns - 1).trimEnd() : '';
  const names = aliases(command);
  const sections = [
    `Usage:  ${usage}`,
    (declaration.long ?? declaration.short).trim(),
    declaration.experimental ? experimental(path) : undefined,
    names && `Aliases:\n  ${names}`,
    parent !== undefined && hasFlags ? `Options:\n${options}` : undefined,
    ...listings(command, states),
    parent === undefined && hasFlags ? `Global Options:\n${options}` : undefined,
    group ? `Run '${path} COMMAND --help' for more information on a command.` : undefined,
    parent === undefined ? declaration.epilogue : undefined,
  ];
  return sections.filter((section) => section !== undefined).join('\n\n');
}
