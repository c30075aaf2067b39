/** A simple directive, or with a block one that holds others. */
export interface Directive {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly block?: readonly Directive[];
  readonly line: number;
}

/** What nginx cannot start with; the text is what stands behind `[emerg]`. */
export class ConfigurationError extends Error {}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

const TOKEN = /\s+|#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([{};])|((?:[^\s{};"'\\]|\\.)(?:[^\s{};\\]|\\.)*)/gy;

function tokenize(text: string, path: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) throw new ConfigurationError(`unexpected end of file, expecting ";" or "}" in ${path}:${line}`);
    const [whole, double, single, mark, word] = match;
    const quoted = double ?? single;
    const found = quoted ?? mark ?? word;
    if (found !== undefined) tokens.push({ text: found, quoted: mark === undefined, line });
    line += whole.split('\n').length - 1;
  }
  return tokens;
}

/** Reads nginx's configuration language (src/core/ngx_conf_file.c). `path` is for error messages. */
export function parseDirectives(text: string, path: string): readonly Directive[] {
  const tokens = tokenize(text, path);
  let at = 0;
  const isMark = (token: Token | undefined, mark: string): boolean => token?.text === mark && !token.quoted;
  const block = (depth: number): Directive[] => {
    const directives: Directive[] = [];
    for (let words: Token[] = []; ; ) {
      const token = tokens[at++];
      if (token === undefined) {
        if (words.length > 0 || depth > 0)
          throw new ConfigurationError(
            `unexpected end of file, expecting ${words.length > 0 ? '";" or "}"' : '"}"'} in ${path}:${text.split('\n').length}`,
          );
        return directives;
      }
      if (isMark(token, '}')) {
        if (words.length > 0 || depth === 0) throw new ConfigurationError(`unexpected "}" in ${path}:${token.line}`);
        return directives;
      }
      const opens = isMark(token, '{');
      if (!opens && !isMark(token, ';')) {
        words.push(token);
        continue;
      }
      const [name, ...rest] = words.map((word) => word.text);
      if (name === undefined) throw new ConfigurationError(`unexpected "${token.text}" in ${path}:${token.line}`);
      const { line } = words[0] as Token;
      directives.push({ name, arguments: rest, line, ...(opens && { block: block(depth + 1) }) });
      words = [];
    }
  };
  return block(0);
}
