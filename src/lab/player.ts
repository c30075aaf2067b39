import { SECOND, type Terminal, World } from '../sim/world.ts';
import { KEYS, type PlayedStep, type Scenario, ScenarioError, type Step } from './scenario.ts';

/** The host shell's prompt while scenarios are played: it carries the status of the last command. */
const HOST_PS1 = '\u27e6$?\u27e7 ';
/** The shell that terminals open where the transcripts are recorded. */
const RECORDED_SHELL = {
  argv: ['bash', '--norc', '--noediting'],
  env: new Map([['PS1', HOST_PS1]]),
  cwd: '/',
} as const;
const HOST_PROMPT = /\u27e6(\d+)\u27e7 $/;
const SHELL_PROMPT = /(?:^|\n)([^\n]{0,60}[#$>] )$/;
const QUESTION = /\[y\/N\] $/;
/** What editors of command lines send for the terminal, not for the reader. */
const EDITING = /\x1b\[6n|\x1b\[J|\x1b\[\?2004[hl]/g;

const LOOK = 0.1 * SECOND;
/** A prompt counts once nothing more has come for so many looks. */
const QUIET_LOOKS = 2;
const DEFAULT_TIMEOUT = 25;

/** A terminal that is played: what it has shown since the last step. */
class PlayedTerminal {
  readonly #terminal: Terminal;
  readonly #decoder = new TextDecoder();
  #raw = '';
  #received = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.onOutput((bytes) => {
      this.#raw += this.#decoder.decode(bytes, { stream: true });
      this.#received++;
    });
  }

  /** How many times anything came out. */
  get received(): number {
    return this.#received;
  }

  get text(): string {
    return this.#raw.replace(EDITING, '').replaceAll('\r\n', '\n');
  }

  get atPrompt(): boolean {
    const { text } = this;
    return HOST_PROMPT.test(text) || SHELL_PROMPT.test(text) || QUESTION.test(text);
  }

  clear(): void {
    this.#raw = '';
  }

  type(text: string): void {
    this.#terminal.input(new TextEncoder().encode(text));
  }
}

/** Plays scenarios in a world of its own, in virtual time, as the recorder of the transcripts plays them on real machines. */
export class Player {
  readonly #world: World;
  readonly #columns: number;
  readonly #terminals = new Map<string, PlayedTerminal>();
  #began: number | undefined;

  constructor(world: World, columns = 80) {
    this.#world = world;
    this.#columns = columns;
  }

  play(step: Step): PlayedStep {
    const terminal = this.#terminal(step);
    this.#began ??= this.#world.now;
    if (step.at !== undefined) this.#world.runUntil(this.#began + step.at * SECOND);
    const late = terminal.text.replace(HOST_PROMPT, '');
    terminal.clear();
    terminal.type(step.key === undefined ? `${step.input}\r` : KEYS[step.key]);
    this.#wait(terminal, step);
    const { output, prompt, exit } = split(withoutEcho(terminal.text, step.input));
    terminal.clear();
    if (step.sleep !== undefined) this.#world.runFor(step.sleep * SECOND);
    return {
      ...step,
      output,
      prompt,
      ...(exit !== undefined && { exit }),
      ...(late.trim() !== '' && { late }),
    };
  }

  #terminal(step: Step): PlayedTerminal {
    const name = step.terminal ?? '1';
    let terminal = this.#terminals.get(name);
    if (terminal === undefined) {
      const host = step.host ?? 'docker1';
      if (!this.#world.hosts.includes(host)) throw new ScenarioError(`there is no host "${host}"`);
      terminal = new PlayedTerminal(
        this.#world.openTerminal({ host, ...RECORDED_SHELL, columns: this.#columns, rows: 24 }),
      );
      this.#terminals.set(name, terminal);
      this.#wait(terminal, {});
      terminal.clear();
    }
    return terminal;
  }

  #wait(terminal: PlayedTerminal, step: Step): void {
    const timeout = typeof step.timeout === 'number' ? step.timeout : DEFAULT_TIMEOUT;
    const end = this.#world.now + timeout * SECOND;
    for (let quiet = 0; this.#world.now < end && quiet < QUIET_LOOKS; ) {
      const before = terminal.received;
      this.#world.runFor(LOOK);
      if (step.lines !== undefined) {
        if (lineCount(withoutEcho(terminal.text, step.input)) >= step.lines) return;
      } else quiet = terminal.received === before && terminal.atPrompt ? quiet + 1 : 0;
    }
  }
}

const lineCount = (text: string): number => text.split('\n').length - 1;

function withoutEcho(text: string, input: string | undefined): string {
  if (input === undefined) return text;
  const start = text.replace(/^\r+/, '');
  const at = start.slice(0, input.length + 80).indexOf(input);
  const rest = at < 0 ? start : start.slice(at + input.length);
  return rest.startsWith('\n') ? rest.slice(1) : rest;
}

function split(text: string): Pick<PlayedStep, 'output' | 'prompt' | 'exit'> {
  const host = HOST_PROMPT.exec(text);
  if (host !== null) return { output: text.slice(0, host.index), prompt: 'host', exit: Number(host[1]) };
  if (QUESTION.test(text)) return { output: text, prompt: 'question' };
  const inner = SHELL_PROMPT.exec(text);
  if (inner === null) return { output: text, prompt: null };
  const prompt = inner[1] as string;
  return { output: text.slice(0, text.length - prompt.length), prompt: prompt.split('\r').at(-1) as string };
}

/** Plays a whole scenario in a fresh world. */
export function playScenario(scenario: Scenario): Scenario & { readonly steps: readonly PlayedStep[] } {
  const player = new Player(new World(), scenario.cols);
  return { ...scenario, steps: scenario.steps.map((step) => player.play(step)) };
}
