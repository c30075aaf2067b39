/** What is wrong with a program, or went wrong in it; each package has its own words for it. */
export type AwkFault =
  | 'token'
  | 'end of program'
  | 'missing }'
  | 'string'
  | 'regex literal'
  | 'regex'
  | 'character'
  | 'arguments'
  | 'no such function'
  | 'array'
  | 'return'
  | 'next'
  | 'negative field'
  | 'division'
  | 'printf';

/** Ends awk: `word` is what the fault is about, `line` the line of the program. */
export class AwkProblem extends Error {
  readonly fault: AwkFault;
  readonly word: string;
  readonly line: number;

  constructor(fault: AwkFault, word: string, line: number) {
    super(fault);
    this.name = 'AwkProblem';
    this.fault = fault;
    this.word = word;
    this.line = line;
  }
}
