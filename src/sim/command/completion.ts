import { type Command, find } from './command.ts';
import { type Flag, type Flags, isSwitch } from './flag.ts';
import { visibleFlags } from './flag-usages.ts';

/** What may stand where the cursor is: words known now, or things of a kind that must be asked for. */
export type Completion =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | {
      readonly kind: 'ask';
      /** As the declaration names it: `container`. */
      readonly noun: string;
      /** Stands before each answer, as `--network=`. */
      readonly before: string;
      readonly prefix: string;
      /** What the command line has already. */
      readonly given: readonly string[];
    };

const words = (all: readonly string[], prefix: string): Completion => ({
  kind: 'words',
  words: all.filter((word) => word.startsWith(prefix)).sort(),
});

const named = (flags: Flags, word: string): Flag<unknown> | undefined =>
  word.startsWith('--') ? flags[word.slice(2)] : Object.values(flags).find(({ short }) => short === word.slice(-1));

/** The arguments among `all`, as far as one can tell while the line is being typed. */
function argumentsOf(flags: Flags, all: readonly string[], interspersed: boolean): string[] {
  const args: string[] = [];
  for (let i = 0; i < all.length; i++) {
    const word = all[i] ?? '';
    if (!word.startsWith('-') || word === '-') args.push(word);
    else if (!word.includes('=') && !isSwitch(named(flags, word) ?? ({ type: { name: '' } } as Flag<unknown>))) i++;
    if (!interspersed && args.length > 0) return [...args, ...all.slice(i + 1)];
  }
  return args;
}

function ofFlag(flags: Flags, previous: string | undefined, word: string): Completion | undefined {
  const joined = /^(--[^=]+)=(.*)$/.exec(word);
  const name = joined?.[1] ?? previous ?? '';
  if (!name.startsWith('-')) return undefined;
  const flag = named(flags, name);
  if (flag === undefined || isSwitch(flag)) return undefined;
  const prefix = joined?.[2] ?? word;
  if (flag.completes === undefined) return words([], prefix);
  return { kind: 'ask', noun: flag.completes, before: joined === null ? '' : `${name}=`, prefix, given: [] };
}

function ofCommand<C, R>(command: Command<C, R>, before: readonly string[], word: string): Completion {
  const { flags, declaration, commands } = command;
  const interspersed = declaration.interspersed ?? true;
  const args = argumentsOf(flags, before, interspersed);
  const open = interspersed || args.length === 0;
  const value = open ? ofFlag(flags, before.at(-1), word) : undefined;
  if (value !== undefined) return value;
  if (open && word.startsWith('-')) {
    return words([...visibleFlags(flags).map(([name]) => `--${name}`), '--help'], word);
  }
  if (commands.length > 0) {
    return words(
      commands.filter((sub) => !sub.declaration.hidden).map(({ name }) => name),
      word,
    );
  }
  const nouns = declaration.completes ?? [];
  const noun = nouns[Math.min(args.length, nouns.length - 1)];
  const beyond = !interspersed && args.length >= nouns.length;
  return noun === undefined || beyond ? words([], word) : { kind: 'ask', noun, before: '', prefix: word, given: args };
}

/** What may stand at the end of `typed`, a command line without the program's name whose last word is being typed. */
export function completionOf<C, R>(root: Command<C, R>, typed: readonly string[]): Completion {
  const word = typed.at(-1) ?? '';
  const before = typed.slice(0, -1);
  const { command, rest } = find(root, before);
  const stray = command.commands.length > 0 && argumentsOf(command.flags, rest, true).length > 0;
  return stray ? words([], word) : ofCommand(command, rest, word);
}
