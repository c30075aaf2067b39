import { type Command, child, find, firstArgument, type Invocation } from './command.ts';
import { useLine } from './help.ts';
import { FlagError, type ParsedFlags, parseFlags } from './parse-flags.ts';

/** What a command line comes to: a text to print and a status to exit with, a help page, or a command to run. */
type Outcome<C, R> =
  | { readonly kind: 'print'; readonly to: 'stdout' | 'stderr'; readonly text: string; readonly status: number }
  | { readonly kind: 'help'; readonly to: 'stdout' | 'stderr'; readonly command: Command<C, R> }
  | {
      readonly kind: 'run';
      readonly command: Command<C, R>;
      readonly invocation: Invocation;
      /** The program's own flags, that stood before the command. */
      readonly globals: ParsedFlags;
    };

export interface Dispatched<C, R> {
  /** Warnings to print before anything else. */
  readonly notices: readonly string[];
  readonly outcome: Outcome<C, R>;
  /** The command that was meant, well called or not. */
  readonly command?: Command<C, R>;
}

type Print = Extract<Outcome<never, never>, { kind: 'print' }>;

const print = (to: 'stdout' | 'stderr', text: string, status: number): Print => ({ kind: 'print', to, text, status });

/** Bad flags exit 125, whatever the command (docker/cli's FlagErrorFunc). */
function flagRefusal<C, R>(command: Command<C, R>, error: unknown): Print {
  if (!(error instanceof FlagError)) throw error;
  const usage = `Usage:  ${useLine(command)}\n\nRun '${command.path} --help' for more information`;
  return print('stderr', `${error.message}\n\n${usage}`, 125);
}

const page = <C, R>(command: Command<C, R>, to: 'stdout' | 'stderr' = 'stdout'): Outcome<C, R> => ({
  kind: 'help',
  to,
  command,
});

function help<C, R>(root: Command<C, R>, words: readonly string[]): Outcome<C, R> {
  const { command, rest } = find(root, words);
  if (rest.length > 0) return print('stderr', `unknown help topic: ${rest.join(' ')}`, 1);
  return page(command);
}

function guarded<C, R>(root: Command<C, R>, command: Command<C, R>) {
  return {
    program: root.name,
    path: command.path,
    useLine: useLine(command),
    hasCommands: command.commands.length > 0,
  };
}

function helpWarnings<C, R>(command: Command<C, R>, words: readonly string[]): string[] {
  const short = command.flags.help?.short === 'h' && words.some((word) => /^-[a-zA-Z]*h/.test(word));
  return short ? ['Flag shorthand -h has been deprecated, use --help'] : [];
}

function ofCommand<C, R>(
  root: Command<C, R>,
  command: Command<C, R>,
  words: readonly string[],
  globals: ParsedFlags,
): Dispatched<C, R> {
  let parsed: ParsedFlags;
  try {
    parsed = parseFlags(command.flags, words, command.declaration.interspersed);
  } catch (error) {
    return { notices: [], outcome: flagRefusal(command, error) };
  }
  const { notices, args, changed, values } = parsed;
  if (values.help === true || globals.values.help === true) {
    const warnings = [...helpWarnings(command, words), ...notices];
    return { notices: warnings, outcome: page(command) };
  }
  const refusal = command.rule(guarded(root, command), args);
  if (refusal !== undefined) return { notices, outcome: print('stderr', refusal, 1) };
  if (command.declaration.needsFlags && changed.size === 0) return { notices, outcome: page(command) };
  if (command.declaration.run === undefined) return { notices, outcome: page(command, 'stderr') };
  return { notices, outcome: { kind: 'run', command, invocation: { args, flags: values, changed }, globals } };
}

/**
 * Reads the command line `words` (without the program's name) as docker does with cobra: the program's own flags up to the
 * command, the command, its flags and arguments.
 */
export function dispatch<C, R>(root: Command<C, R>, words: readonly string[]): Dispatched<C, R> {
  let globals: ParsedFlags;
  try {
    globals = parseFlags(root.flags, words, false);
  } catch (error) {
    return { notices: [], outcome: flagRefusal(root, error) };
  }
  const { args } = globals;
  const first = args[0];
  if (first === undefined) return bare(root, globals, words);
  const second = firstArgument(root.flags, args.slice(1));
  if (first === 'help' && child(root, 'help') === undefined && second >= 0) {
    return { notices: [], outcome: help(root, args.slice(1)) };
  }
  if (first === 'help') return { notices: [], outcome: page(root) };
  const { command, rest } = find(root, args);
  if (command === root) return unknown(root, first, args);
  return { ...ofCommand(root, command, rest, globals), command };
}

/** A word that is no command: the program's own flags count behind it as well, and what is none of them is refused first. */
function unknown<C, R>(root: Command<C, R>, word: string, args: readonly string[]): Dispatched<C, R> {
  let globals: ParsedFlags;
  try {
    globals = parseFlags(root.flags, args, true);
  } catch (error) {
    return { notices: [], outcome: flagRefusal(root, error) };
  }
  const { values } = globals;
  if (values.help === true || values.version === true) return bare(root, globals, args);
  const text = `${root.name}: unknown command: ${root.name} ${word}\n\nRun '${root.name} --help' for more information`;
  return { notices: [], outcome: print('stderr', text, 1) };
}

function bare<C, R>(root: Command<C, R>, { values }: ParsedFlags, words: readonly string[]): Dispatched<C, R> {
  if (values.help === true) {
    return { notices: helpWarnings(root, words), outcome: page(root) };
  }
  if (values.version === true && root.declaration.version !== undefined) {
    return { notices: [], outcome: print('stdout', root.declaration.version, 0) };
  }
  return { notices: [], outcome: page(root, 'stderr') };
}
