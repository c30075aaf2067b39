/** An expression of awk. `line` is where it stands in the program. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: number | string }
  | { readonly kind: 'regex'; readonly regex: RegExp }
  | Place
  | {
      readonly kind: 'assign';
      readonly op: string;
      readonly place: Place;
      readonly value: Expression;
      readonly line: number;
    }
  | { readonly kind: 'step'; readonly place: Place; readonly by: 1 | -1; readonly prefix: boolean }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'logic'; readonly op: '&&' | '||'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'unary'; readonly op: '!' | '-' | '+'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly op: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly line: number;
    }
  | { readonly kind: 'match'; readonly negated: boolean; readonly text: Expression; readonly pattern: Expression }
  | { readonly kind: 'in'; readonly keys: readonly Expression[]; readonly array: string }
  | { readonly kind: 'group'; readonly items: readonly Expression[] }
  | { readonly kind: 'builtin'; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | Getline;

/** What can be assigned to. */
export type Place =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'element'; readonly array: string; readonly keys: readonly Expression[] }
  | { readonly kind: 'field'; readonly index: Expression; readonly line: number };

interface Getline {
  readonly kind: 'getline';
  readonly from: 'input' | 'file' | 'command';
  readonly source?: Expression;
  readonly place?: Place;
}

export interface Redirection {
  readonly kind: '>' | '>>' | '|';
  readonly target: Expression;
}

export type Statement =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | {
      readonly kind: 'print' | 'printf';
      readonly args: readonly Expression[];
      readonly to?: Redirection;
      readonly line: number;
    }
  | { readonly kind: 'if'; readonly test: Expression; readonly yes: Statement; readonly no?: Statement }
  | { readonly kind: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly kind: 'do'; readonly test: Expression; readonly body: Statement }
  | {
      readonly kind: 'for';
      readonly start?: Statement;
      readonly test?: Expression;
      readonly step?: Statement;
      readonly body: Statement;
    }
  | { readonly kind: 'each'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'delete'; readonly array: string; readonly keys?: readonly Expression[] }
  | { readonly kind: 'exit' | 'return'; readonly value?: Expression }
  | { readonly kind: 'break' | 'continue' | 'next' | 'nextfile' };

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

/** A pattern, or the two ends of a range, and what to do; without an action the record is printed. */
export interface Rule {
  readonly from?: Expression;
  readonly to?: Expression;
  readonly action?: Statement;
}

export interface Program {
  readonly begin: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly end: readonly Statement[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
  /** The functions that it calls. */
  readonly calls: readonly string[];
  /** The line behind the last one, where the end of the program is noticed. */
  readonly lastLine: number;
}
