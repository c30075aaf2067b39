/** Which lines a command is for: a number, the last, what matches (the last expression used where none is given), every so many. */
export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'match'; readonly regex: RegExp | undefined }
  | { readonly kind: 'step'; readonly first: number; readonly step: number };

/** The end of a range: an address, so many lines more, or the next multiple of a number. */
export type RangeEnd = Address | { readonly kind: 'more' | 'multiple'; readonly count: number };

/** A piece of a replacement: text, a group of the match (0 is all of it), or a change of case from here on. */
export type ReplacementPart = string | number | { readonly fold: 'U' | 'L' | 'u' | 'l' | 'E' };

export interface Substitution {
  /** Global. Undefined: the last expression used. */
  readonly regex: RegExp | undefined;
  readonly replacement: readonly ReplacementPart[];
  readonly all: boolean;
  /** The first match to replace, counted from 1. */
  readonly from: number;
  readonly print: boolean;
  readonly file: string | undefined;
}

/** One command of a script. Blocks are jumps: `{` has the index of what follows its `}`. */
export interface Command {
  readonly name: string;
  readonly start: Address | undefined;
  readonly end: RangeEnd | undefined;
  readonly negated: boolean;
  /** The text of `a i c`, the label of `: b t T`, the file of `r w`, the exit status of `q Q`. */
  readonly text: string;
  readonly substitution?: Substitution;
  /** The pairs of `y`. */
  readonly map?: ReadonlyMap<string, string>;
  /** Where `{ b t T` go. */
  target: number;
}

/** What is wrong with a script; the packages have their own words for it. */
export type SedFault =
  | 'unterminated'
  | 'unknown command'
  | 'missing command'
  | 'extra characters'
  | 'option of s'
  | 'no second address'
  | 'no text'
  | 'no file'
  | 'no label'
  | 'label with address'
  | 'unmatched {'
  | 'unexpected }'
  | 'lengths of y'
  | 'reference'
  | 'negated twice'
  | 'printed twice'
  | 'line zero'
  | 'regex'
  | 'label';

/** A script that is none. `word` is what the fault is about, `at` how many characters were read of all expressions. */
export class SedProblem extends Error {
  readonly fault: SedFault;
  readonly word: string;
  readonly at: number;
  /** What else a message needs: why a regular expression is none. */
  readonly why: string;

  constructor(fault: SedFault, word: string, at: number, why = '') {
    super(fault);
    this.name = 'SedProblem';
    this.fault = fault;
    this.word = word;
    this.at = at;
    this.why = why;
  }
}

/** In what BusyBox's sed and GNU's read scripts differ. */
export interface SedDialect {
  /** `first~step`, `addr,+N`, `/re/I`, the commands `T z F Q`, `\U` in replacements; and no rest behind a command. */
  readonly gnu: boolean;
  readonly extended: boolean;
}
