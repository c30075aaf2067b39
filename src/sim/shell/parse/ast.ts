/** The tree of a command: what ash and bash have in common and what bash adds. A `text` is source as it was typed. */

export type List = readonly Statement[];

export interface Statement {
  readonly command: ListNode;
  /** It ends in `&`. */
  readonly background: boolean;
}

export type ListNode = AndOr | PipelineNode;

export interface AndOr {
  readonly type: 'AndOr';
  readonly commands: readonly PipelineNode[];
  /** One fewer than the commands. */
  readonly operators: readonly ('&&' | '||')[];
}

export type PipelineNode = Pipeline | CommandNode;

/** Several commands, or one with a prefix. */
export interface Pipeline {
  readonly type: 'Pipeline';
  readonly prefixes: readonly ('!' | 'time' | 'time -p')[];
  readonly commands: readonly CommandNode[];
  readonly operators: readonly ('|' | '|&')[];
}

export type CommandNode = Command | CompoundCommand | Redirected | FunctionDefinition | Coproc;

export type CompoundCommand =
  | If
  | While
  | For
  | ArithmeticFor
  | Case
  | Subshell
  | BraceGroup
  | TestCommand
  | ArithmeticCommand;

/** A simple command. */
export interface Command {
  readonly type: 'Command';
  readonly assignments: readonly Assignment[];
  /** Its name and arguments; assignments among them where the name is `export` or the like. */
  readonly words: readonly (Word | Assignment)[];
  readonly redirections: readonly Redirection[];
  /** Where it begins: what `LINENO` and messages say. */
  readonly line: number;
}

export interface Redirected {
  readonly type: 'Redirected';
  readonly command: CompoundCommand;
  readonly redirections: readonly Redirection[];
  /** Where these begin. */
  readonly line: number;
}

export interface FunctionDefinition {
  readonly type: 'Function';
  readonly name: string;
  readonly body: CommandNode;
}

/** bash: a command that the shell speaks to over two pipes, whose ends are in the array `name`. */
export interface Coproc {
  readonly type: 'Coproc';
  readonly name: string;
  readonly command: CommandNode;
}

export interface Branch {
  readonly condition: List;
  readonly body: List;
}

export interface If {
  readonly type: 'If';
  /** The `if` and each `elif`. */
  readonly branches: readonly Branch[];
  readonly otherwise: List | undefined;
}

export interface While extends Branch {
  readonly type: 'While';
  readonly kind: 'while' | 'until';
}

export interface For {
  readonly type: 'For' | 'Select';
  readonly name: string;
  /** undefined: no `in`, the positional parameters. */
  readonly words: readonly Word[] | undefined;
  readonly body: List;
}

/** `for ((initialize; test; update))`; an expression that is missing counts as 1. */
export interface ArithmeticFor {
  readonly type: 'ArithmeticFor';
  readonly initialize: Word | undefined;
  readonly test: Word | undefined;
  readonly update: Word | undefined;
  readonly body: List;
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: List;
  readonly terminator: ';;' | ';&' | ';;&';
}

export interface Case {
  readonly type: 'Case';
  readonly word: Word;
  readonly items: readonly CaseItem[];
}

export interface Subshell {
  readonly type: 'Subshell';
  readonly body: List;
}

export interface BraceGroup {
  readonly type: 'BraceGroup';
  readonly body: List;
}

/** `[[ … ]]`. */
export interface TestCommand {
  readonly type: 'TestCommand';
  readonly expression: TestExpression;
}

export type TestExpression =
  | { readonly type: 'TestUnary'; readonly operator: string; readonly operand: Word }
  | { readonly type: 'TestBinary'; readonly operator: string; readonly left: Word; readonly right: Word }
  | {
      readonly type: 'TestLogical';
      readonly operator: '&&' | '||';
      readonly left: TestExpression;
      readonly right: TestExpression;
    }
  | { readonly type: 'TestNot'; readonly operand: TestExpression }
  | { readonly type: 'TestGroup'; readonly expression: TestExpression };

/** `(( … ))`. */
export interface ArithmeticCommand {
  readonly type: 'ArithmeticCommand';
  readonly expression: Word;
}

export interface Assignment {
  readonly type: 'Assignment';
  readonly text: string;
  readonly name: string;
  /** The subscript of bash's `name[index]=`. */
  readonly index: Word | undefined;
  /** It is `+=`. */
  readonly append: boolean;
  /** The elements of bash's `name=(…)`, or the one value. */
  readonly value: Word | readonly Word[];
}

export type Redirection = FileRedirection | HereDocument;

export interface FileRedirection {
  readonly type: 'Redirect';
  readonly operator: string;
  /** The descriptor before the operator, where one is given. */
  readonly fd: number | undefined;
  readonly target: Word;
}

export interface HereDocument {
  readonly type: 'HereDocument';
  readonly operator: '<<' | '<<-';
  readonly fd: number | undefined;
  /** The delimiter as it was typed, and without its quotes. */
  readonly text: string;
  readonly delimiter: string;
  /** The delimiter was quoted: nothing is expanded in the body. */
  readonly quoted: boolean;
  /** Filled when the lines after the command have been read; without the tabs that `<<-` removes. */
  body: string;
}

export interface Word {
  readonly type: 'Word';
  readonly text: string;
  readonly parts: readonly WordPart[];
}

export type WordPart =
  | Literal
  | Quoted
  | DoubleQuoted
  | Parameter
  | CommandSubstitution
  | ArithmeticExpansion
  | ProcessSubstitution;

/** Characters outside quotes; backslashes still protect what follows them. */
export interface Literal {
  readonly type: 'Literal';
  readonly text: string;
}

/** Characters that stand for themselves: `'…'`, `$'…'` (`single`), or a stretch inside double quotes. */
export interface Quoted {
  readonly type: 'Quoted';
  readonly text: string;
  readonly value: string;
  readonly single: boolean;
}

export interface DoubleQuoted {
  readonly type: 'DoubleQuoted';
  readonly text: string;
  readonly parts: readonly WordPart[];
}

/** `$name` or `${…}`. */
export interface Parameter {
  readonly type: 'Parameter';
  readonly text: string;
  /** Empty where what stands in the braces is no parameter. */
  readonly name: string;
  readonly prefix: '#' | '!' | undefined;
  readonly index: Word | undefined;
  readonly operation: ParameterOperation | undefined;
}

export type ParameterOperation =
  | { readonly type: 'Default'; readonly operator: string; readonly operand: Word }
  | { readonly type: 'Remove'; readonly operator: string; readonly operand: Word }
  | { readonly type: 'Replace'; readonly operator: string; readonly pattern: Word; readonly replacement: Word }
  | { readonly type: 'Slice'; readonly offset: Word; readonly length: Word | undefined }
  | { readonly type: 'CaseModification'; readonly operator: string }
  | { readonly type: 'Transform'; readonly operand: Word }
  | { readonly type: 'Names'; readonly operator: string };

export interface CommandSubstitution {
  readonly type: 'CommandSubstitution';
  readonly text: string;
  /** Source where it is faulty and between backquotes, which bash finds out only when it runs it. */
  readonly script: List | string;
}

/** `$((…))`. */
export interface ArithmeticExpansion {
  readonly type: 'ArithmeticExpansion';
  readonly text: string;
  readonly expression: Word;
}

export interface ProcessSubstitution {
  readonly type: 'ProcessSubstitution';
  readonly text: string;
  readonly operator: '<' | '>';
  readonly script: List;
}
