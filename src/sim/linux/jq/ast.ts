import type { Json } from './value.ts';

/** What `as` binds to: a name, or the parts of an array or object. */
export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly Pattern[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: Filter, pattern: Pattern])[] };

export interface Definition {
  readonly name: string;
  /** `$x` is bound to a value, `x` to a filter. */
  readonly parameters: readonly string[];
  readonly body: Filter;
}

/** A filter of jq. */
export type Filter =
  | { readonly kind: 'identity' | 'everything' }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'index'; readonly of: Filter; readonly key: Filter }
  | { readonly kind: 'slice'; readonly of: Filter; readonly from?: Filter; readonly to?: Filter }
  | { readonly kind: 'iterate'; readonly of: Filter }
  | { readonly kind: 'string'; readonly parts: readonly (string | Filter)[]; readonly format: string }
  | { readonly kind: 'format'; readonly name: string }
  | { readonly kind: 'array'; readonly of?: Filter }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: Filter, value: Filter])[] }
  | { readonly kind: 'negate'; readonly of: Filter }
  | { readonly kind: 'pipe' | 'comma' | 'and' | 'or' | 'alternative'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'binary' | 'assign'; readonly op: string; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'if'; readonly test: Filter; readonly yes: Filter; readonly no?: Filter }
  | { readonly kind: 'try'; readonly of: Filter; readonly handler?: Filter }
  | { readonly kind: 'bind'; readonly source: Filter; readonly pattern: Pattern; readonly body: Filter }
  | {
      readonly kind: 'reduce' | 'foreach';
      readonly source: Filter;
      readonly pattern: Pattern;
      readonly start: Filter;
      readonly update: Filter;
      readonly extract?: Filter;
    }
  | { readonly kind: 'define'; readonly definition: Definition; readonly rest: Filter }
  | { readonly kind: 'variable'; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Filter[]; readonly at: number };
