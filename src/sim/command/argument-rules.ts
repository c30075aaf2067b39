/** What a rule may say of the command that it guards. */
interface Guarded {
  /** The program's name: `docker`. */
  readonly program: string;
  /** As `docker network rm`. */
  readonly path: string;
  /** As `docker network rm NETWORK [NETWORK...]`. */
  readonly useLine: string;
  readonly hasCommands: boolean;
}

/** Undefined where `args` will do, else what the program prints, in docker's words (docker/cli's cli/required.go). */
export type ArgumentRule = (guarded: Guarded, args: readonly string[]) => string | undefined;

const count = (number: number): string => `${number} ${number === 1 ? 'argument' : 'arguments'}`;

const refusal = (guarded: Guarded, what: string, hint = 'Run'): string =>
  `${guarded.program}: ${what}\n\nUsage:  ${guarded.useLine}\n\n${hint} '${guarded.path} --help' for more information`;

export const noArgs: ArgumentRule = (guarded, args) => {
  if (args.length === 0) return undefined;
  return guarded.hasCommands
    ? refusal(guarded, `unknown command: ${guarded.path} ${args[0]}`)
    : refusal(guarded, `'${guarded.path}' accepts no arguments`);
};

export const minArgs =
  (least: number): ArgumentRule =>
  (guarded, args) =>
    args.length >= least ? undefined : refusal(guarded, `'${guarded.path}' requires at least ${count(least)}`, 'See');

export const exactArgs =
  (number: number): ArgumentRule =>
  (guarded, args) =>
    args.length === number ? undefined : refusal(guarded, `'${guarded.path}' requires ${count(number)}`);

/** In cobra's own words, which docker leaves where it forgot its own. */
export const cobraExactArgs =
  (number: number): ArgumentRule =>
  (_, args) =>
    args.length === number ? undefined : `accepts ${number} arg(s), received ${args.length}`;

/** « SRun » is docker 28.5.2's own slip of the pen. */
export const maxArgs =
  (most: number): ArgumentRule =>
  (guarded, args) =>
    args.length <= most ? undefined : refusal(guarded, `'${guarded.path}' requires at most ${count(most)}`, 'SRun');

export const rangeArgs =
  (least: number, most: number): ArgumentRule =>
  (guarded, args) =>
    args.length >= least && args.length <= most
      ? undefined
      : refusal(guarded, `'${guarded.path}' requires at least ${least} and at most ${count(most)}`);
