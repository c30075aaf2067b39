/** Ends iptables as a wrong command line does (xtables_error with PARAMETER_PROBLEM). */
export class ParameterProblem extends Error {
  /** Without the program's name and version before it. */
  readonly bare: boolean;

  constructor(message: string, bare = false) {
    super(message);
    this.name = 'ParameterProblem';
    this.bare = bare;
  }
}
