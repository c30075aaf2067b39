/** A word as one may type it again: in single quotes where the shell would not take it as it is. */
export function quoteForReading(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quoteAlways(text);
}

export const quoteAlways = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '\n': '\\n', '\t': '\\t', '\r': '\\r', '\\': '\\\\', "'": "\\'" },
};

const octal = (char: string): string => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;

/** bash's ansic_quote(): for words that hold what is not printed. */
export const ansiQuoted = (word: string): string =>
  `$'${word.replace(/\p{Cc}|[\\']/gu, (char) => ESCAPES[char] ?? octal(char))}'`;
