import type { Dialect } from '../dialect.ts';
import type { Aliases } from './alias.ts';
import type { List, WordPart } from './ast.ts';
import { type Fault, Malformed } from './fault.ts';
import { Grammar } from './grammar.ts';

/** What a stretch of source turned out to be. `text`: it, with aliases replaced; `end`: where the rest of the source starts. */
export type Reading =
  | { readonly kind: 'command'; readonly script: List; readonly text: string; readonly end: number }
  | { readonly kind: 'nothing' }
  /** `hereDocument`: what comes next is a line of one. */
  | { readonly kind: 'incomplete'; readonly fault: Fault | undefined; readonly hereDocument: boolean }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface ReadOptions {
  readonly dialect: Dialect;
  readonly aliases: Aliases;
  /** No more source can come: what is incomplete is faulty. */
  readonly final: boolean;
  /** The number of the source's first line. */
  readonly line?: number;
}

/** Reads the next complete command of `source` from offset `start`. */
export function readCommand(source: string, start: number, { dialect, aliases, final, line }: ReadOptions): Reading {
  const grammar = new Grammar(source, start, dialect, aliases, line);
  const incomplete = (fault?: Fault): Reading => ({
    kind: 'incomplete',
    fault,
    hereDocument: grammar.awaitsHereDocument,
  });
  let script: List | undefined;
  try {
    script = grammar.completeCommand();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return error.incomplete && !final ? incomplete(error.fault) : { kind: 'fault', fault: error.fault };
  }
  if (script === undefined) return endsInContinuation(source) && !final ? incomplete() : { kind: 'nothing' };
  if (!final && (grammar.awaitsHereDocument || endsInContinuation(source))) return incomplete();
  const { cursor, growth } = grammar;
  return { kind: 'command', script, text: cursor.source.slice(start, cursor.pos), end: cursor.pos - growth };
}

/** Text that is expanded as if it stood in double quotes: a here-document's, a prompt. Throws {@link Malformed}. */
export const readHereText = (text: string, dialect: Dialect): readonly WordPart[] =>
  new Grammar(text, 0, dialect, new Map()).hereText();

const endsInContinuation = (source: string): boolean => /(^|[^\\])(\\\\)*\\\n$/.test(source);
