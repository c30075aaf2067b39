import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import type { Dialect } from './dialect.ts';
import { JobTable } from './jobs.ts';
import type { FunctionDefinition, List, ListNode } from './parse/ast.ts';
import { Traps } from './traps.ts';
import { Variables } from './variables.ts';

export type Option =
  | 'errexit'
  | 'nounset'
  | 'xtrace'
  | 'noglob'
  | 'noclobber'
  | 'noexec'
  | 'verbose'
  | 'allexport'
  | 'pipefail'
  | 'monitor'
  | 'notify'
  | 'ignoreeof';

/** The interpreter as expansion and the builtins see it; `run/` holds it together. */
export interface Interpreter {
  /** Runs commands and leaves their status in `$?`. */
  statements(state: ShellState, list: List): Task<number>;
  command(state: ShellState, node: ListNode): Task<number>;
  /** Runs text as if it had been typed: `eval`, traps, a script. `line`: the number of its first line. */
  source(state: ShellState, text: string, line: number): Task<number>;
  /** Runs a command given by its words; without functions when `plain`. */
  invoke(state: ShellState, words: readonly string[], plain: boolean): Task<number>;
  /** What kind of builtin a name stands for, if any; POSIX's special ones are those whose errors end a script. */
  builtinKind(state: ShellState, name: string): 'special' | 'regular' | undefined;
  /** The text that a `$(…)` gives; `script` is source where it could not be read. */
  substitute(state: ShellState, script: List | string): Task<string>;
  /** The path of a `<(…)`. */
  substituteProcess(state: ShellState, script: List, operator: '<' | '>'): string;
}

/** What `shopt` finds switched on at the start. */
const SHOPTS_ON =
  'checkwinsize cmdhist complete_fullquote extquote force_fignore globasciiranges globskipdots hostcomplete interactive_comments patsub_replacement progcomp promptvars sourcepath'.split(
    ' ',
  );

/** The aliases that are replaced in what is read next: scripts of bash have none, unless they ask for them. */
export const liveAliases = ({ dialect, interactive, shopts, aliases }: ShellState): ReadonlyMap<string, string> =>
  dialect === 'ash' || interactive || shopts.has('expand_aliases') ? aliases : new Map();

/** All that a running shell knows; a subshell has a copy. */
export class ShellState {
  /** Set anew when a subshell's process has started. */
  sys: System;
  readonly dialect: Dialect;
  readonly interpreter: Interpreter;
  /** `$0`. */
  name = 'sh';
  /** `$1` … */
  positional: readonly string[] = [];
  variables: Variables;
  functions = new Map<string, FunctionDefinition>();
  aliases = new Map<string, string>();
  /** bash: where programs were found, and how often they have been started from there. */
  hashed = new Map<string, { path: string; hits: number }>();
  options = new Set<Option>();
  /** bash: what `shopt` has switched on. */
  shopts = new Set<string>(SHOPTS_ON);
  /** bash: what `pushd` has put below the current directory. */
  directories: string[] = [];
  jobs: JobTable;
  traps: Traps;
  /** `$?`. */
  status = 0;
  /** `$!`. */
  lastBackground: number | undefined;
  /** `$$`: a subshell keeps its parent's. */
  readonly shellPid: number;
  interactive = false;
  /** A descriptor of the terminal that jobs are given and taken, in an interactive shell. */
  terminal: number | undefined;
  /** What was typed at the prompt. */
  history: string[] = [];
  /** The descriptors that children get: those that scripts may name, and the pipes of `<(…)`. */
  open: ReadonlySet<number> = new Set();
  /** The lowest descriptor that holds the pipe of a `<(…)`; taken from 63 (bash) or 64 (ash) down. */
  lowestPipe: number;
  /** When `kill` last sent a signal, µs since the world's start. */
  killedAt = Number.NEGATIVE_INFINITY;
  /** The user knows that jobs are stopped, and may leave. */
  warnedOfJobs = false;
  /** The names of the functions that are running, the innermost last. */
  callStack: readonly string[] = [];
  /** How many shells deep this subshell is (`$BASH_SUBSHELL`). */
  depth = 0;
  /** In how many `$(…)` this shell runs. */
  substitutions = 0;
  /** The line on which the command being run was read; 0 at a prompt, where messages name no line. */
  line = 0;
  /** How many lines have been typed at the prompt (`$LINENO` there). */
  typed = 0;
  /** `$_`: the last word of the command before. */
  lastWord = '';
  /** bash's `BASH_COMMAND`: what is being run, or what was when a trap came. */
  command = '';
  /** The redirection of a compound command has failed just now. */
  unopened = false;
  /** Traps are running. */
  trapped = false;
  /** The file that is being run as a script. */
  scriptFile: string | undefined;
  /** Run as `sh -c STRING`. */
  commandString = false;
  /** The source that is run next is all that this shell will run. */
  wholeShell = false;
  /** The command being run is the last one of `sh -c STRING`: a program takes the shell's place. */
  execsLast = false;
  /** When the shell started, µs since the world's start. */
  readonly started: number;
  loops = 0;
  /** The word and the letter that `getopts` looks at next, and what it made of `OPTIND`. */
  optionPlace = { index: 1, letter: 1, told: '1' };
  /** Turns of loops since a command line was last read. */
  turns = 0;
  sourced = 0;
  /** Above 0, `set -e` does not act: in conditions, before `&&`, after `!`. */
  unchecked = 0;
  /** SIGINT came while the shell itself was busy. */
  interrupted = false;
  /** The status of the last `$(…)`, for a command that is assignments only. */
  substituted: number | undefined;
  readonly isSubshell: boolean;

  constructor(sys: System, dialect: Dialect, interpreter: Interpreter, parent?: ShellState) {
    this.sys = sys;
    this.dialect = dialect;
    this.lowestPipe = dialect === 'ash' ? 65 : 64;
    this.interpreter = interpreter;
    this.shellPid = parent?.shellPid ?? sys.pid;
    this.isSubshell = parent !== undefined;
    this.started = parent?.started ?? sys.monotonic();
    this.variables = parent?.variables.copy() ?? new Variables(dialect);
    this.jobs = new JobTable(dialect);
    this.traps = new Traps();
  }

  /** The state of a subshell of this one; its `sys` is to be set once it runs. */
  subshell(): ShellState {
    const child = new ShellState(this.sys, this.dialect, this.interpreter, this);
    child.name = this.name;
    child.positional = this.positional;
    child.functions = new Map(this.functions);
    child.aliases = new Map(this.aliases);
    child.hashed = new Map(this.hashed);
    child.options = new Set(this.options);
    child.options.delete('monitor');
    child.status = this.status;
    child.interactive = this.interactive;
    child.callStack = this.callStack;
    child.depth = this.depth + 1;
    child.substitutions = this.substitutions;
    child.shopts = new Set(this.shopts);
    child.directories = [...this.directories];
    child.lastBackground = this.lastBackground;
    child.history = this.history;
    child.line = this.line;
    child.typed = this.typed;
    child.lastWord = this.lastWord;
    child.open = this.open;
    child.lowestPipe = this.lowestPipe;
    child.scriptFile = this.scriptFile;
    child.commandString = this.commandString;
    child.loops = this.loops;
    child.sourced = this.sourced;
    child.unchecked = this.unchecked;
    child.traps = this.traps.inSubshell();
    child.jobs = this.jobs.inSubshell();
    return child;
  }
}
