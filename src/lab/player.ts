import { SECOND, type Terminal, World } from '../sim/world.ts';
import { KEYS, type PlayedStep, type Scenario, ScenarioError, type Step } from './scenario.ts';
import { atPrompt, HOST_PS1, lineCount, shownText, split, withoutEcho, withoutPrompt } from './shown-text.ts';

/** The shell that terminals open where the transcripts are recorded. */
const RECORDED_SHELL = {
  argv: ['bash', '--norc', '--noediting'],
  env: new Map([['PS1', HOST_PS1]]),
  cwd: '/',
} as const;

const LOOK = 0.1 * SECOND;
/** A prompt counts once nothing more has come for so many looks. */
const QUIET_LOOKS = 2;
const DEFAULT_TIMEOUT = 25;
/** No prompt is longer, whatever an editor of command lines adds. */
const PROMPT_ROOM = 200;

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
    return shownText(this.#raw);
  }

  get atPrompt(): boolean {
    return atPrompt(shownText(this.#raw.slice(-PROMPT_ROOM)));
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
    const late = withoutPrompt(terminal.text);
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

/** Plays a whole scenario, in a fresh world where none is given. */
export function playScenario(
  scenario: Scenario,
  world = new World(),
): Scenario & { readonly steps: readonly PlayedStep[] } {
  const player = new Player(world, scenario.cols);
  return { ...scenario, steps: scenario.steps.map((step) => player.play(step)) };
}
