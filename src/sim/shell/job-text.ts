import type {
  AndOr,
  Command,
  CommandNode,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
  Word,
  WordPart,
} from 'unbash';
import type { Dialect } from './dialect.ts';

/** The text of a job as `jobs` shows it: each shell prints its own tree anew. `source` is what the tree was parsed from. */
export function jobText(dialect: Dialect, node: Statement['command'], source: string): string {
  return new JobPrinter(dialect, source).node(node);
}

class JobPrinter {
  readonly #dialect: Dialect;
  readonly #source: string;

  constructor(dialect: Dialect, source: string) {
    this.#dialect = dialect;
    this.#source = source;
  }

  node(node: PipelineNode | AndOr): string {
    switch (node.type) {
      case 'AndOr':
        return this.#joined(node.commands, node.operators);
      case 'Pipeline':
        return this.#pipeline(node);
      case 'Command':
        return this.#command(node);
      case 'BraceGroup':
        return this.#dialect === 'ash' ? this.#list(node.body.commands) : `{ ${this.#list(node.body.commands)}; }`;
      case 'Subshell':
        return this.#dialect === 'ash'
          ? `(${this.#list(node.body.commands)})`
          : `( ${this.#list(node.body.commands)} )`;
      case 'Redirected':
        return this.#redirected(node);
      default:
        return this.#dialect === 'ash' ? this.#slice(node).replace(/\s*\n\s*/g, '; ') : this.#slice(node);
    }
  }

  #slice({ pos, end }: { pos: number; end: number }): string {
    return this.#source.slice(pos, end);
  }

  #list(statements: readonly Statement[]): string {
    return statements.map(({ command, background }) => this.node(command) + (background ? ' &' : '')).join('; ');
  }

  #joined(nodes: readonly PipelineNode[], operators: readonly string[]): string {
    return nodes.map((node, i) => (i === 0 ? '' : ` ${operators[i - 1]} `) + this.node(node)).join('');
  }

  #pipeline({ commands, operators, prefixes }: Pipeline): string {
    const bang = prefixes.some(({ type }) => type === 'Negation') ? '! ' : '';
    return bang + this.#joined(commands as readonly CommandNode[], operators);
  }

  #redirected({ command, redirects }: Extract<CommandNode, { type: 'Redirected' }>): string {
    const inner = this.node(command);
    if (this.#dialect === 'ash') return inner;
    return [inner, ...redirects.map((redirect) => this.#redirection(redirect))].join(' ');
  }

  #command({ name, prefix, suffix }: Command): string {
    const items = [...prefix, ...(name ? [name] : []), ...suffix];
    const redirections = items.filter((item) => item.type !== 'Word' && item.type !== 'Assignment');
    const words = items.filter((item) => item.type === 'Word' || item.type === 'Assignment');
    return [
      ...words.map((item) => (item.type === 'Word' ? this.#word(item) : item.text)),
      ...redirections.map((redirect) => this.#redirection(redirect)),
    ].join(' ');
  }

  #redirection(redirect: Redirection): string {
    if (this.#dialect === 'bash')
      return this.#slice(redirect).replace(/^(\d*(?:&>>|&>|>>|>\||<>|<<<|>|<))\s*(?=[^&\s(<>])/, '$1 ');
    if (redirect.type !== 'Redirect') return '<<...';
    const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : undefined;
    const fd = descriptor ?? (redirect.operator.startsWith('<') ? 0 : 1);
    return `${fd}${redirect.operator}${redirect.target ? this.#word(redirect.target) : ''}`;
  }

  /** ash's cmdputs() writes any quoting with double quotes and parameters with braces. */
  #word(word: Word): string {
    if (this.#dialect === 'bash' || word.parts === undefined) return word.text;
    return word.parts.map((part) => this.#part(part)).join('');
  }

  #part(part: WordPart): string {
    switch (part.type) {
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        return `"${part.value}"`;
      case 'DoubleQuoted':
        return `"${part.parts.map((inner) => this.#part(inner)).join('')}"`;
      case 'SimpleExpansion':
        return `\${${part.text.slice(1)}}`;
      case 'CommandExpansion':
        return '$(...)';
      default:
        return part.text;
    }
  }
}
