import { type ArgumentRule, noArgs } from './argument-rules.ts';
import { type Flags, isSwitch, type Values } from './flag.ts';
import { bool } from './scalar-flags.ts';

/** How a command was called. */
export interface Invocation<F extends Flags = Flags> {
  readonly args: readonly string[];
  readonly flags: Values<F>;
  /** Names of the flags that were given. */
  readonly changed: ReadonlySet<string>;
}

/** A verb, or a group of verbs: everything that help, completion and errors say comes from here. `C` is what runs it needs, `R` what it gives. */
export interface Declaration<C, R, F extends Flags = Flags> {
  readonly name: string;
  /** What follows the name in the usage line. */
  readonly usage?: string;
  readonly short: string;
  /** Told by help instead of `short`. */
  readonly long?: string;
  readonly aliases?: readonly string[];
  /** Other places of the same verb, under the program: `ps` for `docker container ls`. */
  readonly twins?: readonly string[];
  readonly args?: ArgumentRule;
  readonly flags?: F;
  /** False where the first argument ends the flags, as in `docker run`. */
  readonly interspersed?: boolean;
  /** Not in its group's help; by a text, unless the program is in the state that this names. */
  readonly hidden?: boolean | string;
  /** Help warns that it may change. */
  readonly experimental?: boolean;
  /** What the program itself must know of it, and of all in it. */
  readonly notes?: readonly string[];
  /** Its place among the common commands that the program's help shows first. */
  /** Said after all else by the program's own page. */
  readonly epilogue?: string;
  /** What the program's `--version` prints. */
  readonly version?: string;
  readonly common?: number;
  /** Listed under a heading of its own: `Swarm`; a plugin carries a star. */
  readonly family?: 'swarm' | 'plugin';
  readonly commands?: readonly Declaration<C, R>[];
  /** Without any flag it shows its help instead. */
  readonly needsFlags?: boolean;
  /** What its arguments name, for completion: the last one holds for all that follow. */
  readonly completes?: readonly string[];
  run?(context: C, invocation: Invocation<F>): R;
}

/** A declaration in its place. */
export interface Command<C, R> {
  readonly declaration: Declaration<C, R>;
  readonly parent?: Command<C, R>;
  readonly name: string;
  /** As `docker network ls`. */
  readonly path: string;
  readonly flags: Flags;
  readonly rule: ArgumentRule;
  readonly commands: readonly Command<C, R>[];
}

/** Cobra's flag of every command; its letter yields to a flag of the command's own. */
function withHelp(flags: Flags): Flags {
  if (flags.help !== undefined) return flags;
  const taken = Object.values(flags).some((flag) => flag.short === 'h');
  return { ...flags, help: bool('Print usage', { hidden: true, ...(taken ? {} : { short: 'h' }) }) };
}

function place<C, R>(
  declaration: Declaration<C, R>,
  name: string,
  parent: Command<C, R> | undefined,
  twins: ReadonlyMap<string, readonly Twin<C, R>[]>,
): Command<C, R> {
  const path = parent === undefined ? name : `${parent.path} ${name}`;
  const commands: Command<C, R>[] = [];
  const flags = withHelp(declaration.flags ?? {});
  const self: Command<C, R> = {
    declaration,
    name,
    path,
    flags,
    rule: declaration.args ?? noArgs,
    commands,
    ...(parent === undefined ? {} : { parent }),
  };
  for (const child of declaration.commands ?? []) commands.push(place(child, child.name, self, twins));
  for (const twin of twins.get(path) ?? []) commands.push(place(twin.declaration, twin.name, self, twins));
  commands.sort((a, b) => (a.name < b.name ? -1 : 1));
  return self;
}

interface Twin<C, R> {
  readonly declaration: Declaration<C, R>;
  readonly name: string;
}

/** The places that the declarations ask for beside their own: a parent's path → what stands there too. */
function twinsOf<C, R>(root: Declaration<C, R>): Map<string, Twin<C, R>[]> {
  const found = new Map<string, Twin<C, R>[]>();
  const visit = (declaration: Declaration<C, R>): void => {
    for (const twin of declaration.twins ?? []) {
      const words = [root.name, ...twin.split(' ')];
      const name = words.pop() ?? '';
      const path = words.join(' ');
      found.set(path, [...(found.get(path) ?? []), { declaration, name }]);
    }
    for (const child of declaration.commands ?? []) visit(child);
  };
  visit(root);
  return found;
}

/** The tree of commands that `declaration`, a whole program, makes. */
export const program = <C, R>(declaration: Declaration<C, R>): Command<C, R> =>
  place(declaration, declaration.name, undefined, twinsOf(declaration));

/** The child called `word`, by its name or, where it was declared and not its twin, by an alias. */
export function child<C, R>(command: Command<C, R>, word: string): Command<C, R> | undefined {
  const own = command.declaration.commands;
  return command.commands.find(
    ({ name, declaration }) => name === word || (declaration.aliases?.includes(word) && own?.includes(declaration)),
  );
}

const takesNext = (flags: Flags, word: string): boolean => {
  if (word.startsWith('--')) {
    const flag = flags[word.slice(2)];
    return !word.includes('=') && (flag === undefined || !isSwitch(flag));
  }
  const flag = Object.values(flags).find(({ short }) => short === word.slice(1));
  return word.length === 2 && word !== '-' && (flag === undefined || !isSwitch(flag));
};

/** Where in `words` the first one stands that is neither a flag nor, as far as one can tell, a flag's argument (cobra's stripFlags). */
export function firstArgument(flags: Flags, words: readonly string[]): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return -1;
    if (!word.startsWith('-') && word !== '') return i;
    if (word.startsWith('-') && takesNext(flags, word)) i++;
  }
  return -1;
}

/** Goes down the tree as far as `words` name commands; what is left of them belongs to the command found (cobra's Find). */
export function find<C, R>(root: Command<C, R>, words: readonly string[]): { command: Command<C, R>; rest: string[] } {
  const at = firstArgument(root.flags, words);
  const next = at < 0 ? undefined : child(root, words[at] ?? '');
  if (next === undefined) return { command: root, rest: [...words] };
  return find(next, words.toSpliced(at, 1));
}
