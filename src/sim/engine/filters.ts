import { invalidParameter } from './errors.ts';

/** `?filters=` of the API: for each key the values asked for. */
export interface Filters {
  keys(): readonly string[];
  has(key: string): boolean;
  get(key: string): readonly string[];
  exactMatch(key: string, source: string): boolean;
  matchLabels(key: string, labels: Readonly<Record<string, string>> | null): boolean;
}

/** Nothing is filtered on. */
export const NO_FILTERS: Filters = {
  keys: () => [],
  has: () => false,
  get: () => [],
  exactMatch: () => true,
  matchLabels: () => true,
};

/** Throws for a key that this list does not know. */
export function validateFilters(filters: Filters, accepted: readonly string[]): void {
  const unknown = filters.keys().find((key) => !accepted.includes(key));
  if (unknown !== undefined) throw invalidParameter(`invalid filter '${unknown}'`);
}

/** Is `key` not filtered on, or one of its values `source` itself, or a regular expression found in it (filters.Args.Match)? */
export function matchesPattern(filters: Filters, key: string, source: string): boolean {
  if (!filters.has(key)) return true;
  return filters.get(key).some((value) => value === source || matches(value, source));
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return false;
  }
}

/** Is `key` not filtered on, or is one of its values a beginning of `source` (filters.Args.FuzzyMatch)? */
export const matchesPrefix = (filters: Filters, key: string, source: string): boolean =>
  !filters.has(key) || filters.get(key).some((value) => source.startsWith(value));

/** `label` and `label!` as prune understands them. */
export function matchesPruneLabels(filters: Filters, labels: Readonly<Record<string, string>> | null): boolean {
  if (!filters.matchLabels('label', labels)) return false;
  return !filters.has('label!') || !filters.matchLabels('label!', labels);
}

/** A yes-or-no filter; throws as filters.Args.GetBoolOrDefault does. */
export function booleanFilter(filters: Filters, key: string, otherwise: boolean): boolean {
  const values = filters.get(key);
  if (values.length === 0) return otherwise;
  const truth = values.some((value) => ['1', 'true'].includes(value));
  const falsehood = values.some((value) => ['0', 'false'].includes(value));
  if (truth === falsehood) throw invalidParameter(`invalid filter '${key}=[${values.join(' ')}]'`);
  return truth;
}
