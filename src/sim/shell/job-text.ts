import { ashText } from './ash-text.ts';
import { bashText } from './bash-text.ts';
import type { Dialect } from './dialect.ts';
import type { ListNode } from './parse/ast.ts';

/** The text of a job as `jobs` shows it: each shell prints its own tree anew. */
export const jobText = (dialect: Dialect, node: ListNode): string =>
  dialect === 'ash' ? ashText(node) : bashText(node);
