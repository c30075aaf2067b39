/** A word as one may type it again: in single quotes where the shell would not take it as it is. */
export function quoteForReading(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quoteAlways(text);
}

export const quoteAlways = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
