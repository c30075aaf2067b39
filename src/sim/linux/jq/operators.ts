import type { Filter } from './ast.ts';

/** Operators by how tightly they bind; 'none' may not be chained. */
export const LEVELS: readonly { readonly ops: readonly string[]; readonly side: 'left' | 'right' | 'none' }[] = [
  { ops: ['|'], side: 'right' },
  { ops: [','], side: 'left' },
  { ops: ['//'], side: 'right' },
  { ops: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], side: 'none' },
  { ops: ['or'], side: 'left' },
  { ops: ['and'], side: 'left' },
  { ops: ['==', '!=', '<', '<=', '>', '>='], side: 'none' },
  { ops: ['+', '-'], side: 'left' },
  { ops: ['*', '/', '%'], side: 'left' },
];

/** What an operator makes of its two sides. */
export function combine(op: string, left: Filter, right: Filter): Filter {
  if (op === '|') return { kind: 'pipe', left, right };
  if (op === ',') return { kind: 'comma', left, right };
  if (op === '//') return { kind: 'alternative', left, right };
  if (op === 'and' || op === 'or') return { kind: op, left, right };
  return op.endsWith('=') && !['==', '!=', '<=', '>='].includes(op)
    ? { kind: 'assign', op: op.slice(0, -1), left, right }
    : { kind: 'binary', op, left, right };
}
