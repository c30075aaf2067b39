/**
 * How text lies on a terminal: in clusters, each a character with the combining ones after it, some of them two columns wide.
 * The tables follow glibc's `wcwidth(3)` (Unicode's East Asian Width), which both bash and terminals go by.
 */

const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;
const SOFT_HYPHEN = 0xad;

/** First and last code point of each run of wide characters. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

function characterWidth(character: string): number {
  const code = character.codePointAt(0) as number;
  if (code < 0x300) return 1;
  if (code !== SOFT_HYPHEN && ZERO_WIDTH.test(character)) return 0;
  return EMOJI.test(character) || WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** The text cut into clusters. A combining character without one to sit on stands alone. */
export function clusters(text: string): string[] {
  const cut: string[] = [];
  for (const character of text) {
    const last = cut.at(-1);
    if (last !== undefined && characterWidth(character) === 0 && last >= ' ') cut[cut.length - 1] = last + character;
    else cut.push(character);
  }
  return cut;
}

/** Columns that a cluster or a whole text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}
