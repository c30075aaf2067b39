import type {
  Branch,
  Case,
  Command,
  CommandNode,
  FunctionDefinition,
  List,
  ListNode,
  Redirection,
  TestExpression,
} from './parse/ast.ts';

const STEP = '    ';

/** A command as bash prints its tree (print_cmd.c): in `jobs`. */
export const bashText = (node: ListNode): string => new BashPrinter(false).node(node, '');

/** A function as `type` prints it. */
export const functionText = ({ name, body }: FunctionDefinition): string =>
  `${name} () \n${new BashPrinter(true).body(body, '')}`;

/** Inside functions lists stand on lines of their own, elsewhere on one. */
class BashPrinter {
  readonly #inFunction: boolean;

  constructor(inFunction: boolean) {
    this.#inFunction = inFunction;
  }

  node(node: ListNode, indent: string): string {
    switch (node.type) {
      case 'AndOr':
        return joined(
          node.commands.map((command) => this.node(command, indent)),
          node.operators,
        );
      case 'Pipeline': {
        const prefixes = node.prefixes.map((prefix) => `${prefix} `).join('');
        return (
          prefixes +
          joined(
            node.commands.map((command) => this.node(command, indent)),
            node.operators,
          )
        );
      }
      case 'Command':
        return this.#command(node);
      case 'Redirected':
        return [this.node(node.command, indent), ...node.redirections.map(redirectionText)].join(' ');
      case 'BraceGroup':
        return this.#inFunction ? this.body(node, indent) : `{ ${this.#list(node.body, indent)}; }`;
      case 'Subshell':
        return `( ${this.#list(node.body, indent)} )`;
      case 'If':
        return this.#if(node.branches, node.otherwise, indent);
      case 'While':
        return `${node.kind} ${this.#list(node.condition, indent)}; do\n${this.#block(node.body, indent)}${indent}done`;
      case 'For':
      case 'Select': {
        const words = node.words?.map(({ text }) => ` ${text}`).join('') ?? ' "$@"';
        return `${node.type.toLowerCase()} ${node.name} in${words};\n${this.#loop(node.body, indent)}`;
      }
      case 'ArithmeticFor': {
        const parts = [node.initialize, node.test, node.update].map((part) => part?.text ?? '1');
        return `for ((${parts.join('; ')}))\n${this.#loop(node.body, indent)}`;
      }
      case 'Case':
        return this.#case(node, indent);
      case 'Function':
        return `function ${node.name} () \n${indent}${new BashPrinter(true).body(node.body, indent)}`;
      case 'TestCommand':
        return `[[ ${testText(node.expression)} ]]`;
      case 'ArithmeticCommand':
        return `((${node.expression.text}))`;
      case 'Coproc':
        return `coproc ${node.command.type === 'Command' ? '' : `${node.name} `}${this.node(node.command, indent)}`;
    }
  }

  /** A function's body, or a group inside one. */
  body(node: CommandNode, indent: string): string {
    if (node.type === 'Redirected')
      return [this.body(node.command, indent), ...node.redirections.map(redirectionText)].join(' ');
    const inner = indent + STEP;
    const text = node.type === 'BraceGroup' ? this.#list(node.body, inner) : this.node(node, inner);
    return `{ \n${inner}${text}\n${indent}}`;
  }

  #list(list: List, indent: string): string {
    return list
      .map(({ command, background }, i) => {
        const text = this.node(command, indent);
        if (i === list.length - 1) return background ? `${text} &` : text;
        if (background) return `${text} & `;
        if (text.endsWith('\n')) return `${text}\n${indent}`;
        return this.#inFunction ? `${text};\n${indent}` : `${text}; `;
      })
      .join('');
  }

  #block(list: List, indent: string): string {
    return `${indent}${STEP}${this.#list(list, indent + STEP)};\n`;
  }

  #loop(list: List, indent: string): string {
    return `${indent}do\n${this.#block(list, indent)}${indent}done`;
  }

  /** An `elif` is shown as an `if` inside an `else`. */
  #if(branches: readonly Branch[], otherwise: List | undefined, indent: string): string {
    const [branch, ...rest] = branches as [Branch];
    const start = `if ${this.#list(branch.condition, indent)}; then\n${this.#block(branch.body, indent)}`;
    if (rest.length > 0) {
      const nested = this.#if(rest, otherwise, indent + STEP);
      return `${start}${indent}else\n${indent}${STEP}${nested};\n${indent}fi`;
    }
    return `${start}${otherwise ? `${indent}else\n${this.#block(otherwise, indent)}` : ''}${indent}fi`;
  }

  #case({ word, items }: Case, indent: string): string {
    const inner = indent + STEP;
    const shown = items.map(({ patterns, body, terminator }) => {
      const shownPatterns = patterns.map(({ text }) => text).join(' | ');
      const list = body.length === 0 ? '' : `${inner}${STEP}${this.#list(body, inner + STEP)}`;
      return `${inner}${shownPatterns})\n${list}\n${inner}${terminator}\n`;
    });
    return `case ${word.text} in \n${shown.join('')}${indent}esac`;
  }

  #command({ assignments, words, redirections }: Command): string {
    return [...[...assignments, ...words].map(({ text }) => text), ...redirections.map(redirectionText)].join(' ');
  }
}

const joined = (texts: readonly string[], operators: readonly string[]): string =>
  texts.map((text, i) => (i === 0 ? text : ` ${operators[i - 1]} ${text}`)).join('');

function redirectionText(redirect: Redirection): string {
  const { fd, operator } = redirect;
  if (redirect.type === 'HereDocument')
    return `${fd ?? ''}${operator}${redirect.text}\n${redirect.body}${redirect.delimiter}\n`;
  const target = redirect.target.text;
  if (operator === '>&') return `${fd ?? 1}>&${target}`;
  if (operator === '<&') return `${fd ?? 0}<&${target}`;
  return `${fd ?? ''}${operator} ${target}`;
}

function testText(node: TestExpression): string {
  switch (node.type) {
    case 'TestUnary':
      return `${node.operator} ${node.operand.text}`;
    case 'TestBinary':
      return `${node.left.text} ${node.operator} ${node.right.text}`;
    case 'TestLogical':
      return `${testText(node.left)} ${node.operator} ${testText(node.right)}`;
    case 'TestNot':
      return `! ${testText(node.operand)}`;
    case 'TestGroup':
      return `( ${testText(node.expression)} )`;
  }
}
