/** Ways out of a command that is running; thrown by the interpreter and caught by what they are meant for. */

/** An error that gives up the command line: the shell at a prompt goes on, others end with `status`. */
export class ShellError extends Error {
  readonly status: number;
  /** The source could not be parsed. */
  readonly syntax: boolean;

  /** @param message without the shell's name; empty when it has been told already */
  constructor(message: string, status: number, syntax = false) {
    super(message);
    this.status = status;
    this.syntax = syntax;
  }
}

export class LoopExit {
  readonly how: 'break' | 'continue';
  /** How many loops it concerns. */
  readonly levels: number;

  constructor(how: 'break' | 'continue', levels: number) {
    this.how = how;
    this.levels = levels;
  }
}

export class ReturnFromFunction {
  readonly status: number;

  constructor(status: number) {
    this.status = status;
  }
}

/** The shell ends: `exit`, `set -e`, an error in a script. */
export class ShellExit {
  readonly status: number;

  constructor(status: number) {
    this.status = status;
  }
}

/** ^C at an interactive shell: back to the prompt. `silent`: a program that it killed has had the terminal. */
export class Interrupted {}
