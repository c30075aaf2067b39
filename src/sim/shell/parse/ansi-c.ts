const LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|c([\s\S])|([\s\S]))/g;

const character = (digits: string, base: number): string => {
  const code = Number.parseInt(digits, base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
};

/** The text of a `$'…'`, its escapes carried out; `unicode`: bash's `\u` too, which ash lacks. */
export function ansiC(text: string, unicode: boolean): string {
  return text.replace(ESCAPE, (whole, octal, hex, four, eight, control, other) => {
    if (octal !== undefined) return character(octal, 8);
    if (hex !== undefined) return character(hex, 16);
    if (four !== undefined || eight !== undefined) return unicode ? character(four ?? eight, 16) : whole;
    if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
    return LETTERS[other] ?? (/[\\'"?]/.test(other) ? other : whole);
  });
}
