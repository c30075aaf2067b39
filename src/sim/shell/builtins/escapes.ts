const CONTROL: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Text with the backslash escapes of `echo -e` and printf's `%b` carried out; `stopped`: a `\c` cut it off. */
export function withEscapes(text: string, octalNeedsZero: boolean): { bytes: Uint8Array; stopped: boolean } {
  const octal = octalNeedsZero ? '0[0-7]{0,3}' : '0?[0-7]{1,3}';
  const pattern = new RegExp(`\\\\(?:(${octal})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|(c)|([abeEfnrtv\\\\]))`, 'y');
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; ) {
    pattern.lastIndex = at;
    const match = text[at] === '\\' ? pattern.exec(text) : null;
    if (!match) {
      const char = String.fromCodePoint(text.codePointAt(at) as number);
      bytes.push(...encoder.encode(char));
      at += char.length;
      continue;
    }
    const [whole, octalDigits, hex, unicode, stop, letter] = match;
    if (stop !== undefined) return { bytes: Uint8Array.from(bytes), stopped: true };
    if (octalDigits !== undefined) bytes.push(Number.parseInt(octalDigits, 8) & 0xff);
    else if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (unicode !== undefined) bytes.push(...encoder.encode(String.fromCharCode(Number.parseInt(unicode, 16))));
    else bytes.push(...encoder.encode(CONTROL[letter as string] as string));
    at += whole.length;
  }
  return { bytes: Uint8Array.from(bytes), stopped: false };
}
