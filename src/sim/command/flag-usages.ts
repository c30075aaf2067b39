import type { Flag, Flags } from './flag.ts';

/** Room that wrapping may overrun rather than leave a short last line (pflag's `slop`). */
const SLOP = 5;
/** Below this many columns pflag gives up on a second column. */
const NARROWEST = 24;

/** Splits off what fits in `width` columns, at a blank or at the text's own newline. */
function split(width: number, text: string): [string, string] {
  if (width + SLOP > text.length) return [text, ''];
  const head = text.slice(0, width);
  const blank = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\t'), head.lastIndexOf('\n'));
  if (blank <= 0) return [text, ''];
  const newline = head.lastIndexOf('\n');
  const at = newline > 0 && newline < blank ? newline : blank;
  return [text.slice(0, at), text.slice(at + 1)];
}

function wrap(indent: number, columns: number, text: string): string {
  const narrow = columns - indent < NARROWEST;
  const margin = `\n${' '.repeat(narrow ? 16 : indent)}`;
  const width = columns - (margin.length - 1);
  if (width < NARROWEST) return text.replaceAll('\n', margin);
  const lines: string[] = [];
  let rest = text;
  do {
    const [line, more] = split(width - SLOP, rest);
    lines.push(line.replaceAll('\n', margin));
    rest = more;
  } while (rest !== '');
  return (narrow ? margin : '') + lines.join(margin);
}

function heading(name: string, flag: Flag<unknown>): string {
  const dashes = flag.short === undefined ? `      --${name}` : `  -${flag.short}, --${name}`;
  return flag.type.name === '' ? dashes : `${dashes} ${flag.type.name}`;
}

function description(flag: Flag<unknown>): string {
  const shown = flag.type.shown(flag.default);
  return shown === undefined ? flag.usage : `${flag.usage} (default ${shown})`;
}

export const visibleFlags = (flags: Flags): [string, Flag<unknown>][] =>
  Object.entries(flags)
    .filter(([, flag]) => !flag.hidden && flag.deprecated === undefined && flag.aliasOf === undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** The two columns of a help page's options, no wider than `columns` (pflag's FlagUsagesWrapped). */
export function flagUsages(flags: Flags, columns: number): string {
  const rows = visibleFlags(flags).map(([name, flag]) => [heading(name, flag), description(flag)] as const);
  const width = Math.max(...rows.map(([head]) => head.length));
  return rows.map(([head, text]) => `${head.padEnd(width)}   ${wrap(width + 3, columns, text)}`).join('\n');
}
