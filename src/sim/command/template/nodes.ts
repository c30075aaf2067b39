import type { Float } from './value.ts';

/** The parts of a template (text/template/parse's nodes). `at` is an offset into the source. */
interface Text {
  readonly kind: 'text';
  readonly text: string;
}
interface Action {
  readonly kind: 'action';
  readonly pipe: Pipe;
}
export interface Branch {
  readonly kind: 'if' | 'range' | 'with';
  readonly pipe: Pipe;
  readonly then: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
interface Jump {
  readonly kind: 'break' | 'continue';
}
interface Invoke {
  readonly kind: 'template';
  readonly at: number;
  readonly name: string;
  readonly pipe: Pipe | undefined;
}
export type Statement = Text | Action | Branch | Jump | Invoke;

export interface Pipe {
  readonly kind: 'pipe';
  readonly at: number;
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}
export interface CommandNode {
  readonly kind: 'command';
  readonly at: number;
  readonly words: readonly Operand[];
}

/** `.A.B`, `$x.A`, `(…).A`: with its fields; `base` is what they are taken from. */
export interface Fields {
  readonly kind: 'fields';
  readonly at: number;
  readonly base: 'dot' | Variable | Operand;
  readonly names: readonly string[];
}
interface Variable {
  readonly kind: 'variable';
  readonly at: number;
  readonly name: string;
}
interface Identifier {
  readonly kind: 'identifier';
  readonly at: number;
  readonly name: string;
}
export interface Constant {
  readonly kind: 'constant';
  readonly at: number;
  readonly type: 'bool' | 'number' | 'string';
  readonly value: boolean | number | string | Float;
  readonly source: string;
}
interface Dot {
  readonly kind: 'dot';
  readonly at: number;
}
interface Nil {
  readonly kind: 'nil';
  readonly at: number;
}
export type Operand = Fields | Variable | Identifier | Constant | Dot | Nil | Pipe;
export type Located = Operand | CommandNode | Invoke;

/** How Go prints a node in an error. */
export function describe(node: Located): string {
  switch (node.kind) {
    case 'pipe':
      return `${declared(node)}${node.commands.map(describe).join(' | ')}`;
    case 'command':
      return node.words.map(word).join(' ');
    case 'fields':
      return `${node.base === 'dot' ? '' : word(node.base)}${node.names.map((name) => `.${name}`).join('')}`;
    case 'variable':
    case 'identifier':
      return node.name;
    case 'constant':
      return node.source;
    case 'template':
      return `{{template "${node.name}"${node.pipe === undefined ? '' : ` ${describe(node.pipe)}`}}}`;
    default:
      return node.kind === 'nil' ? 'nil' : '.';
  }
}

const word = (node: Operand): string => (node.kind === 'pipe' ? `(${describe(node)})` : describe(node));

const declared = ({ variables, assigns }: Pipe): string =>
  variables.length === 0 ? '' : `${variables.join(', ')} ${assigns ? '=' : ':='} `;
