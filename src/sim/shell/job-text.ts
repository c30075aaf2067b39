import type { Statement } from 'unbash';
import { ashText } from './ash-text.ts';
import { bashText } from './bash-text.ts';
import type { Dialect } from './dialect.ts';

/** The text of a job as `jobs` shows it: each shell prints its own tree anew. `source` is what the tree was parsed from. */
export const jobText = (dialect: Dialect, node: Statement['command'], source: string): string =>
  dialect === 'ash' ? ashText(node, source) : bashText(node);
