import { withEscapes } from './escapes.ts';

const between = (first: string, last: string): string => {
  const [from, to] = [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0];
  return String.fromCodePoint(...Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i));
};

const ASCII = between('\0', '\x7f');
const CLASSES: Readonly<Record<string, string>> = {
  alnum: between('0', '9') + between('A', 'Z') + between('a', 'z'),
  alpha: between('A', 'Z') + between('a', 'z'),
  blank: '\t ',
  cntrl: `${between('\0', '\x1f')}\x7f`,
  digit: between('0', '9'),
  graph: between('!', '~'),
  lower: between('a', 'z'),
  print: between(' ', '~'),
  punct: [...between('!', '~')].filter((char) => !/[0-9A-Za-z]/.test(char)).join(''),
  space: '\t\n\v\f\r ',
  upper: between('A', 'Z'),
  xdigit: `${between('0', '9')}ABCDEFabcdef`,
};

/** The characters of a set of tr(1): escapes, `a-z`, `[:class:]`, `[=c=]`. */
function expandSet(set: string): string[] {
  const { text } = withEscapes(set);
  const expanded = text.replace(
    /\[:(\w+):\]|\[=(.)=\]|(.)-(.)/gsu,
    (all: string, name?: string, same?: string, first?: string, last?: string) =>
      name !== undefined ? (CLASSES[name] ?? all) : (same ?? between(first ?? '', last ?? '')),
  );
  return [...expanded];
}

export interface Translation {
  readonly from: string;
  readonly to: string | undefined;
  readonly complement: boolean;
  readonly remove: boolean;
  readonly squeeze: boolean;
}

/** Makes tr's change of a text; what is squeezed is remembered from one call to the next. */
export function translator({ from, to, complement, remove, squeeze }: Translation): (text: string) => string {
  const listed = expandSet(from);
  const set = new Set(listed);
  const inSet = (char: string): boolean => set.has(char) !== complement;
  const source = complement ? [...ASCII].filter((char) => !set.has(char)) : listed;
  const targets = to === undefined ? [] : expandSet(to);
  const last = targets.at(-1) ?? '';
  const translate = !remove && to !== undefined;
  const map = new Map(translate ? source.map((char, i) => [char, targets[i] ?? last]) : []);
  const squeezed = new Set(to === undefined ? [] : targets);
  const squeezable = (char: string): boolean => squeeze && (to === undefined ? inSet(char) : squeezed.has(char));
  let before = '';
  return (text) => {
    let out = '';
    for (const char of text) {
      if (remove && inSet(char)) continue;
      const made = translate && inSet(char) ? (map.get(char) ?? last) : char;
      if (made === before && squeezable(made)) continue;
      before = made;
      out += made;
    }
    return out;
  };
}
