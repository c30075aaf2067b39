import type {
  Assignment,
  Case,
  Command,
  CompoundList,
  Function as FunctionNode,
  If,
  Redirection,
  Statement,
  TestExpression,
  Word,
} from 'unbash';
import { arithmeticText } from './expand/arithmetic-text.ts';

type Node = Statement['command'];

const STEP = '    ';

/** A command as bash prints its tree (print_cmd.c): in `jobs`. */
export const bashText = (node: Node): string => new BashPrinter(false).node(node, '');

/** A function as `type` prints it. */
export const functionText = ({ name, body }: FunctionNode): string =>
  `${name.value} () \n${new BashPrinter(true).body(body, '')}`;

/** Inside functions lists stand on lines of their own, elsewhere on one. */
class BashPrinter {
  readonly #inFunction: boolean;

  constructor(inFunction: boolean) {
    this.#inFunction = inFunction;
  }

  node(node: Node, indent: string): string {
    switch (node.type) {
      case 'AndOr':
        return joined(
          node.commands.map((command) => this.node(command, indent)),
          node.operators,
        );
      case 'Pipeline': {
        const prefixes = node.prefixes.map(({ type }) => (type === 'Negation' ? '! ' : 'time ')).join('');
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
        return [this.node(node.command, indent), ...node.redirects.map(redirectionText)].join(' ');
      case 'BraceGroup':
        return this.#inFunction ? this.body(node, indent) : `{ ${this.#list(node.body, indent)}; }`;
      case 'Subshell':
        return `( ${this.#list(node.body, indent)} )`;
      case 'If':
        return this.#if([node, ...node.elif], node.else, indent);
      case 'While':
        return `${node.kind} ${this.#list(node.clause, indent)}; do\n${this.#block(node.body, indent)}${indent}done`;
      case 'For': {
        const words = node.wordlist?.map(({ text }) => ` ${text}`).join('') ?? ' "$@"';
        return `for ${node.name.text} in${words};\n${this.#loop(node.body, indent)}`;
      }
      case 'Select':
        return `select ${node.name.text} in${node.wordlist?.map(({ text }) => ` ${text}`).join('') ?? ''};\n${this.#loop(node.body, indent)}`;
      case 'ArithmeticFor': {
        const parts = [node.initialize, node.test, node.update].map((part) => (part ? arithmeticText(part) : ''));
        return `for ((${parts.join('; ')}))\n${this.#loop(node.body, indent)}`;
      }
      case 'Case':
        return this.#case(node, indent);
      case 'Function':
        return `function ${node.name.value} () \n${indent}${new BashPrinter(true).body(node.body, indent)}`;
      case 'TestCommand':
        return `[[ ${testText(node.expression)} ]]`;
      case 'ArithmeticCommand':
        return `((${node.body}))`;
      case 'Coproc':
        return 'coproc';
    }
  }

  /** A function's body, or a group inside one. */
  body(node: FunctionNode['body'], indent: string): string {
    if (node.type === 'Redirected')
      return [this.body(node.command, indent), ...node.redirects.map(redirectionText)].join(' ');
    if (node.type !== 'BraceGroup' && node.type !== 'CompoundList')
      return `{ \n${indent}${STEP}${this.node(node, indent + STEP)}\n${indent}}`;
    const list = node.type === 'BraceGroup' ? node.body : node;
    return `{ \n${indent}${STEP}${this.#list(list, indent + STEP)}\n${indent}}`;
  }

  #list({ commands }: CompoundList, indent: string): string {
    return commands
      .map(({ command, background }, i) => {
        const text = this.node(command, indent);
        if (i === commands.length - 1) return background ? `${text} &` : text;
        if (background) return `${text} & `;
        if (text.endsWith('\n')) return `${text}\n${indent}`;
        return this.#inFunction ? `${text};\n${indent}` : `${text}; `;
      })
      .join('');
  }

  #block(list: CompoundList, indent: string): string {
    return `${indent}${STEP}${this.#list(list, indent + STEP)};\n`;
  }

  #loop(list: CompoundList, indent: string): string {
    return `${indent}do\n${this.#block(list, indent)}${indent}done`;
  }

  /** An `elif` is shown as an `if` inside an `else`. */
  #if(branches: readonly Pick<If, 'clause' | 'then'>[], otherwise: CompoundList | undefined, indent: string): string {
    const [branch, ...rest] = branches as [Pick<If, 'clause' | 'then'>];
    const start = `if ${this.#list(branch.clause, indent)}; then\n${this.#block(branch.then, indent)}`;
    if (rest.length > 0) {
      const nested = this.#if(rest, otherwise, indent + STEP);
      return `${start}${indent}else\n${indent}${STEP}${nested};\n${indent}fi`;
    }
    return `${start}${otherwise ? `${indent}else\n${this.#block(otherwise, indent)}` : ''}${indent}fi`;
  }

  #case({ word, items }: Case, indent: string): string {
    const inner = indent + STEP;
    const shown = items.map(({ pattern, body, terminator }) => {
      const patterns = pattern.map(({ text }) => text).join(' | ');
      const list = body.commands.length === 0 ? '' : `${inner}${STEP}${this.#list(body, inner + STEP)}`;
      return `${inner}${patterns})\n${list}\n${inner}${terminator ?? ';;'}\n`;
    });
    return `case ${word.text} in \n${shown.join('')}${indent}esac`;
  }

  #command({ name, prefix, suffix }: Command): string {
    const items = [...prefix, ...(name ? [name] : []), ...suffix];
    const isWord = (item: (typeof items)[number]): item is Word | Assignment =>
      item.type === 'Word' || item.type === 'Assignment';
    const words = items.filter(isWord).map(({ text }) => text);
    const redirections = items.filter((item): item is Redirection => !isWord(item)).map(redirectionText);
    return [...words, ...redirections].join(' ');
  }
}

const joined = (texts: readonly string[], operators: readonly string[]): string =>
  texts.map((text, i) => (i === 0 ? text : ` ${operators[i - 1]} ${text}`)).join('');

function redirectionText(redirect: Redirection): string {
  const { descriptor, operator } = redirect;
  const number =
    descriptor === undefined
      ? ''
      : descriptor.type === 'FileDescriptor'
        ? String(descriptor.value)
        : `{${descriptor.name}}`;
  if (redirect.type === 'HereDoc') {
    const { delimiter, body } = redirect;
    return `${number}${operator}${delimiter?.text ?? ''}\n${body.text}${delimiter?.value ?? ''}\n`;
  }
  const target = redirect.target?.text ?? '';
  if (operator === '>&') return `${number === '' ? '1' : number}>&${target}`;
  if (operator === '<&') return `${number === '' ? '0' : number}<&${target}`;
  return `${number}${operator} ${target}`;
}

function testText(node: TestExpression): string {
  switch (node.type) {
    case 'TestUnary':
      return `${node.operator} ${node.operand.text}`;
    case 'TestBinary':
      return `${node.left.text} ${node.operator} ${node.right.text}`;
    case 'TestLogical':
      return node.operands.map(testText).join(` ${node.operator} `);
    case 'TestNot':
      return `! ${testText(node.operand)}`;
    case 'TestGroup':
      return `( ${testText(node.expression)} )`;
  }
}
