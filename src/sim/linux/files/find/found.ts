import type { Stat } from '../../../kernel/syscalls.ts';

/** A file that find came to. */
export interface Found {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly stat: Stat;
}

/** What a test may do to the walk that it is part of. */
export interface Walk {
  /** Do not go down into this directory. */
  pruned: boolean;
  quit: boolean;
  failed: boolean;
}

/** What find runs with: where it looks and how far. */
export interface FindOptions {
  follow: boolean;
  depthFirst: boolean;
  least: number;
  most: number;
}

/** What is said of a wrong expression and of files that cannot be read; each ends find, unless it says otherwise. */
export interface FindSpeech {
  /** -delete, -printf and other things that BusyBox lacks. */
  readonly gnu: boolean;
  /** A text in quotes, where the package puts it in some. */
  quoted(text: string): string;
  unknown(word: string): Error;
  missing(word: string): Error;
  wrongType(letter: string): Error;
  wrongNumber(word: string, option: string): Error;
  wrongUser(word: string, option: string): Error;
  wrongMode(word: string): Error;
  unpaired(): Error;
  misplaced(word: string): Error;
}
