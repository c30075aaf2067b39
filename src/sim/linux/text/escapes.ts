const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

const ESCAPE = /\\(?:0?([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(c)|([abefnrtv\\]))/g;

/** Text with the escapes of echo(1) and printf(1) carried out; `stopped` where a `\c` ends all output. */
export function withEscapes(text: string): { text: string; stopped: boolean } {
  const end = /^(?:[^\\]|\\[^c])*?\\c/s.exec(text);
  const whole = end === null ? text : end[0].slice(0, -2);
  const done = whole.replace(ESCAPE, (_, octal?: string, hex?: string, _stop?: string, simple?: string) =>
    octal !== undefined
      ? String.fromCharCode(Number.parseInt(octal, 8) & 255)
      : hex !== undefined
        ? String.fromCharCode(Number.parseInt(hex, 16))
        : (SIMPLE[simple ?? ''] ?? ''),
  );
  return { text: done, stopped: end !== null };
}
