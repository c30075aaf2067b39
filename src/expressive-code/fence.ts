import { MetaOptions } from '@expressive-code/core';
import type { Block } from '../lab/protocol.ts';

/** How a fence wants its expected output shown: folded when long, always open, or not at all. */
export type OutputDisplay = 'folded' | 'figure' | 'none';

/** A runnable block as its fence declares it (CONTRIBUTING.md, « Les blocs de commandes »). */
export interface Fence extends Omit<Block, 'id'> {
  readonly output: OutputDisplay;
  /** Which lines of the output are marked. */
  readonly marks: readonly (string | RegExp)[];
}

const DISPLAYS: Readonly<Record<string, OutputDisplay>> = { figure: 'figure', aucune: 'none' };

/** Reads a fence's meta (`essayer term=2 in=container …`); undefined when it is not a runnable block. Throws on a wrong value. */
export function parseFence(meta: string, code: string): Fence | undefined {
  const options = new MetaOptions(meta);
  if (!options.getBoolean('essayer')) return undefined;
  const pause = options.getInteger('pause');
  return {
    terminal: String(options.value('term') ?? '1'),
    place: choose(options, 'in', { host: 'host', container: 'container' }, 'host'),
    lines: code.replace(/\n+$/, '').split('\n'),
    output: choose(options, 'sortie', DISPLAYS, 'folded'),
    marks: [...options.getStrings('mark'), ...options.getRegExps('mark')],
    ...(pause !== undefined && { pause }),
  };
}

function choose<T>(options: MetaOptions, key: string, choices: Readonly<Record<string, T>>, otherwise: T): T {
  const value = options.getString(key);
  if (value === undefined) return otherwise;
  const chosen = choices[value];
  if (chosen === undefined) throw new Error(`${key}=${value}: one of ${Object.keys(choices).join(', ')} is expected`);
  return chosen;
}
