import { type ParsedScript, parse } from 'unbash';
import type { Dialect } from '../dialect.ts';
import type { Aliases } from './alias.ts';
import { type Fault, Malformed } from './fault.ts';
import { Grammar } from './grammar.ts';

/** What a stretch of source turned out to be. `end`: where the rest of the source starts. */
export type Reading =
  | {
      readonly kind: 'command';
      readonly script: ParsedScript;
      readonly text: string;
      readonly end: number;
      readonly unclosedHere?: string;
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'incomplete'; readonly fault: Fault | undefined }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface ReadOptions {
  readonly dialect: Dialect;
  readonly aliases: Aliases;
  /** No more source can come: what is incomplete is faulty. */
  readonly final: boolean;
}

/** Reads the next complete command of `source` from offset `start`. */
export function readCommand(source: string, start: number, { dialect, aliases, final }: ReadOptions): Reading {
  const grammar = new Grammar(source, start, dialect, aliases);
  const { scanner } = grammar;
  try {
    if (!grammar.completeCommand()) return endsInContinuation(source) && !final ? incomplete() : { kind: 'nothing' };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return error.incomplete && !final ? incomplete(error.fault) : { kind: 'fault', fault: error.fault };
  }
  const open = scanner.awaitsHereDocument || scanner.unclosedHere !== undefined || endsInContinuation(source);
  if (open && !final) return incomplete();
  const text = scanner.source.slice(start, scanner.pos);
  return {
    kind: 'command',
    script: parse(text),
    text,
    end: scanner.pos - grammar.growth,
    unclosedHere: scanner.unclosedHere,
  };
}

const incomplete = (fault?: Fault): Reading => ({ kind: 'incomplete', fault });

const endsInContinuation = (source: string): boolean => /(^|[^\\])(\\\\)*\\\n$/.test(source);
