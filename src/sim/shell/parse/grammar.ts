import type { Dialect } from '../dialect.ts';
import { AliasExpander, type Aliases } from './alias.ts';
import type {
  AndOr,
  Command,
  CommandNode,
  List,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
  WordPart,
} from './ast.ts';
import { readCompound, startsCompound } from './compound.ts';
import type { Cursor } from './cursor.ts';
import { Malformed, type Token } from './fault.ts';
import { Scanner } from './scanner.ts';
import { readSimpleCommand } from './simple.ts';
import { TokenStream } from './token-stream.ts';
import { WordReader } from './word-reader.ts';

const TERMINATORS = new Set([')', ';;', ';&', ';;&', '}', 'do', 'done', 'elif', 'else', 'esac', 'fi', 'then']);

/**
 * The shell grammar of POSIX 2.10 with what each dialect adds. Reads a source from an offset on, replaces aliases on the way (so
 * `cursor.source` grows), and builds the tree. Throws {@link Malformed}.
 */
export class Grammar {
  readonly cursor: Cursor;
  readonly dialect: Dialect;
  readonly tokens: TokenStream;
  readonly #words: WordReader;
  readonly #scanner: Scanner;
  readonly #aliases: AliasExpander;
  readonly #firstLine: number;

  /** `line`: the number of the source's first line. */
  constructor(source: string, pos: number, dialect: Dialect, aliases: Aliases, line = 0) {
    this.#firstLine = line;
    this.dialect = dialect;
    this.cursor = { source, pos };
    this.#words = new WordReader(this.cursor, dialect, {
      substitution: () => this.#substitution(),
      backquoted: (code) => this.#backquoted(code),
    });
    this.#scanner = new Scanner(this.#words);
    this.#aliases = new AliasExpander(this.cursor, aliases);
    this.tokens = new TokenStream(this.#words, this.#scanner, this.#aliases);
  }

  /** How much longer aliases have made the source. */
  get growth(): number {
    return this.#aliases.growth;
  }

  lineOf(pos: number): number {
    return this.#firstLine + (this.cursor.source.slice(0, pos).match(/\n/g)?.length ?? 0);
  }

  /** A here-document still lacks lines. */
  get awaitsHereDocument(): boolean {
    return this.#scanner.awaitsHereDocument || this.#scanner.hereDocumentCut;
  }

  /** Reads to the end of the next complete command, its newline included; undefined when the source has no more. */
  completeCommand(): List | undefined {
    this.tokens.newlines();
    if (this.tokens.peek().type === 'end') return undefined;
    const list: Statement[] = [];
    do {
      const { statement, separated } = this.#statement();
      list.push(statement);
      if (!separated && !this.#atLineEnd()) throw this.tokens.unexpected();
    } while (!this.#atLineEnd());
    if (this.tokens.peek().type === 'newline') this.tokens.take();
    return list;
  }

  /** The source as the text of a here-document. */
  hereText(): readonly WordPart[] {
    return this.#words.hereText();
  }

  #atLineEnd(): boolean {
    const { type } = this.tokens.peek();
    return type === 'newline' || type === 'end';
  }

  /** Gives the list up to the `)` of a `$(` whose text starts at the cursor. */
  #substitution(): List {
    const { tokens } = this;
    return tokens.from(this.cursor.pos, () => {
      tokens.newlines();
      this.#demandMore();
      const list = tokens.is(')') ? [] : this.list();
      this.#demandMore();
      tokens.expect(')');
      return list;
    });
  }

  /** The source must not end before the `)`: both shells report that where it ends. */
  #demandMore(): void {
    const { type, pos } = this.tokens.peek();
    if (type === 'end') throw new Malformed({ kind: 'unterminated', closer: ')', pos });
  }

  /** ash reads what stands between backquotes at once, to the first word that cannot go on; bash when it runs it. */
  #backquoted(code: string): List | string {
    const grammar = new Grammar(code, 0, this.dialect, this.#aliases.aliases);
    try {
      grammar.tokens.newlines();
      const list = grammar.#terminates() ? [] : grammar.list();
      if (this.dialect === 'bash' && grammar.tokens.peek().type !== 'end') return code;
      return list;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      if (this.dialect === 'bash') return code;
      throw new Malformed(error.fault, true);
    }
  }

  /** A list to a word that ends the compound command around it: `closer`, which ash misses where the source ends first. */
  list(closer?: string): List {
    const { tokens } = this;
    tokens.newlines();
    if (this.dialect === 'ash' && tokens.peek().type === 'end') throw tokens.unexpected(closer);
    const list: Statement[] = [];
    for (;;) {
      const { statement, separated } = this.#statement();
      list.push(statement);
      if (!separated && tokens.peek().type !== 'newline') return list;
      tokens.newlines();
      if (this.#terminates()) return list;
    }
  }

  /** A list that may be empty: a branch of `case`. */
  possibleList(): List {
    this.tokens.newlines();
    return this.#terminates() ? [] : this.list();
  }

  #statement(): { statement: Statement; separated: boolean } {
    const command = this.#andOr();
    const background = this.tokens.accept('&');
    return { statement: { command, background }, separated: background || this.tokens.accept(';') };
  }

  #terminates(): boolean {
    const token = this.tokens.peek();
    return token.type === 'end' || (token.type !== 'redirection' && TERMINATORS.has(token.text));
  }

  #andOr(): AndOr | PipelineNode {
    const { tokens } = this;
    const first = this.#pipeline();
    const commands = [first];
    const operators: AndOr['operators'][number][] = [];
    while (tokens.is('&&') || tokens.is('||')) {
      operators.push(tokens.take().text as '&&' | '||');
      tokens.newlines();
      commands.push(this.#pipeline());
    }
    return operators.length === 0 ? first : { type: 'AndOr', commands, operators };
  }

  #pipeline(): PipelineNode {
    const { tokens } = this;
    const prefixes: Pipeline['prefixes'][number][] = [];
    tokens.expandAlias();
    while (tokens.is('!') || (this.dialect === 'bash' && tokens.is('time'))) {
      const prefix = tokens.take().text as '!' | 'time';
      prefixes.push(prefix === 'time' && tokens.accept('-p') ? 'time -p' : prefix);
      tokens.expandAlias();
    }
    const first = this.command();
    const commands = [first];
    const operators: Pipeline['operators'][number][] = [];
    while (tokens.is('|') || tokens.is('|&')) {
      operators.push(tokens.take().text as '|' | '|&');
      tokens.newlines();
      commands.push(this.command());
    }
    return prefixes.length + operators.length === 0 ? first : { type: 'Pipeline', prefixes, commands, operators };
  }

  command(): CommandNode {
    const { tokens } = this;
    tokens.expandAlias();
    const token = tokens.peek();
    if (!startsCompound(this, token)) return this.#simple(token);
    tokens.openers.push(token);
    const command = readCompound(this, token);
    tokens.openers.pop();
    if (command.type === 'Function' || command.type === 'Coproc') return command;
    const redirections: Redirection[] = [];
    const line = this.lineOf(tokens.peek().pos);
    while (tokens.peek().type === 'redirection') redirections.push(this.redirection());
    return redirections.length === 0 ? command : { type: 'Redirected', command, redirections, line };
  }

  #simple(token: Token): Command | CommandNode {
    const starts = token.type === 'redirection' || (token.type === 'word' && !TERMINATORS.has(token.text));
    if (!starts) throw this.tokens.unexpected();
    return readSimpleCommand(this);
  }

  redirection(): Redirection {
    const operator = this.tokens.take().text;
    const target = this.tokens.word();
    const [digits = ''] = /^\d*/.exec(operator) ?? [];
    const kind = operator.slice(digits.length);
    const fd = digits === '' ? undefined : Number(digits);
    if (kind !== '<<' && kind !== '<<-') return { type: 'Redirect', operator: kind, fd, target };
    const { text } = target;
    const delimiter = text.replace(/\\(.)|['"]/gs, '$1');
    const document = {
      type: 'HereDocument',
      operator: kind,
      fd,
      text,
      delimiter,
      quoted: /[\\'"]/.test(text),
      body: '',
    } as const;
    const written: Redirection = { ...document };
    this.#scanner.expectBody(written);
    return written;
  }
}
