const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\u000b': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

const escaped = (char: string): string =>
  ESCAPES[char] ?? `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;

/** A text between double quotes, as Go's `%q` prints it (strconv.Quote). */
export const goQuote = (text: string): string => `"${text.replace(/["\\\p{Cc}]/gu, escaped)}"`;
