/** What a flag's argument may be: how it is called in help, read and shown (pflag's `Value`). */
export interface FlagType<T> {
  /** As help names it; empty for a switch. */
  readonly name: string;
  /** The value after `text` was given; `before` is what earlier occurrences left. Throws an Error that says why not. */
  parse(text: string, before: T): T;
  /** How help shows `value` as the default; undefined where it is the type's zero. */
  shown(value: T): string | undefined;
}

export interface FlagOptions<T> {
  /** The one-letter form. */
  readonly short?: string;
  readonly default?: T;
  readonly hidden?: boolean;
  /** What to use instead; the flag is hidden and warns. */
  readonly deprecated?: string;
  /** Another flag of the command whose value this one sets: docker's older spellings. */
  readonly aliasOf?: string;
  /**
   * False for a real flag whose effect this simulation lacks: using it is refused. `noted` for one that is checked, kept and shown
   * as the real one is, and has nothing to act on here: using it says so (docs/options.md lists them).
   */
  readonly simulated?: boolean | 'noted';
  /** What its argument names, for completion. */
  readonly completes?: string;
}

export interface Flag<T> extends FlagOptions<T> {
  readonly type: FlagType<T>;
  readonly usage: string;
  readonly default: T;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The values that a declaration's flags take, by name. */
export type Values<F extends Flags> = { readonly [N in keyof F]: F[N] extends Flag<infer T> ? T : never };

/** Makes the function that declares flags of one type, as `string('Assign a name', { short: 'n' })`. */
export const flagOf =
  <T>(type: FlagType<T>, zero: T) =>
  (usage: string, options: FlagOptions<T> = {}): Flag<T> => ({
    ...options,
    type,
    usage,
    default: options.default ?? zero,
  });

/** A flag that takes no argument: pflag gives it `true` where none is joined to it. */
export const isSwitch = (flag: Flag<unknown>): boolean => flag.type.name === '';
