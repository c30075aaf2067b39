import { setTimeout as pause } from 'node:timers/promises';
import type { SimulatedDaemon } from '../../scripts/daemon/simulated-daemon.ts';
import { KEYS, type PlayedStep, type Scenario, type Step } from '../../src/lab/scenario.ts';
import {
  atPrompt,
  HOST_PS1,
  lineCount,
  shownText,
  split,
  withoutEcho,
  withoutPrompt,
} from '../../src/lab/shown-text.ts';
import { RealTerminal } from './real-terminal.ts';

interface Keyboard {
  type(text: string): void;
  close(): void;
}

/** What looks at the host's own network is typed into the simulated host's shell: the real shell stands on another machine. */
const OF_THE_HOST = /(?:^|[|;&(]\s*)(?:ip|ping|curl|arp|ss|jq|ip6?tables|ps|brctl|sysctl)\s/;

const LOOK_MS = 40;
const QUIET_LOOKS = 3;
const TIMEOUT_S = 40;

/** A terminal and what it has shown since the last step. */
class Screen {
  readonly keyboard: Keyboard;
  #raw = '';
  received = 0;
  /** Where the last step left it. */
  prompt: string | null = 'host';

  constructor(open: (output: (text: string) => void) => Keyboard) {
    this.keyboard = open((text) => {
      this.#raw += text;
      this.received++;
    });
  }

  get text(): string {
    return shownText(this.#raw);
  }

  clear(): void {
    this.#raw = '';
  }
}

/** Plays a scenario in real time, its docker commands with the real client in real terminals. */
export class RealTimePlayer {
  readonly #daemon: SimulatedDaemon;
  readonly #socket: string;
  readonly #columns: number;
  readonly #screens = new Map<string, Screen>();
  #began = 0;

  constructor(daemon: SimulatedDaemon, socket: string, columns = 80) {
    this.#daemon = daemon;
    this.#socket = socket;
    this.#columns = columns;
  }

  async play(scenario: Scenario): Promise<readonly PlayedStep[]> {
    const played: PlayedStep[] = [];
    try {
      for (const step of scenario.steps) played.push(await this.#step(step));
    } finally {
      for (const { keyboard } of this.#screens.values()) keyboard.close();
    }
    return played;
  }

  async #step(step: Step): Promise<PlayedStep> {
    const screen = await this.#screen(step);
    this.#began ||= performance.now();
    const early = (step.at ?? 0) * 1_000 - (performance.now() - this.#began);
    if (early > 0) await pause(early);
    const late = withoutPrompt(screen.text);
    screen.clear();
    screen.keyboard.type(step.key === undefined ? `${step.input}\n` : KEYS[step.key]);
    await this.#shown(screen, step);
    const { output, prompt, exit } = split(withoutEcho(screen.text, step.input));
    screen.prompt = prompt;
    screen.clear();
    if (step.sleep !== undefined) await pause(step.sleep * 1_000);
    return { ...step, output, prompt, ...(exit !== undefined && { exit }), ...(late.trim() !== '' && { late }) };
  }

  async #screen({ terminal = '1', input = '' }: Step): Promise<Screen> {
    const opened = this.#screens.get(terminal);
    const atHost = opened === undefined || opened.prompt === 'host';
    const name = OF_THE_HOST.test(input) && atHost ? 'host' : terminal;
    const known = this.#screens.get(name);
    if (known !== undefined) return known;
    const screen = new Screen((output) =>
      name === 'host' ? this.#simulated(output) : new RealTerminal(this.#socket, this.#columns, output),
    );
    this.#screens.set(name, screen);
    await this.#shown(screen, {});
    screen.clear();
    return screen;
  }

  /** A terminal of the simulated host itself. */
  #simulated(output: (text: string) => void): Keyboard {
    const { world } = this.#daemon;
    const shell = { argv: ['bash', '--norc', '--noediting'], env: new Map([['PS1', HOST_PS1]]), cwd: '/' };
    const terminal = world.openTerminal({ host: 'docker1', ...shell, columns: this.#columns, rows: 24 });
    const decoder = new TextDecoder();
    terminal.onOutput((bytes) => output(decoder.decode(bytes, { stream: true })));
    return {
      type: (text) => {
        terminal.input(new TextEncoder().encode(text));
        this.#daemon.stir();
      },
      close: () => terminal.close(),
    };
  }

  async #shown(screen: Screen, step: Step): Promise<void> {
    const end = performance.now() + (typeof step.timeout === 'number' ? step.timeout : TIMEOUT_S) * 1_000;
    for (let quiet = 0; performance.now() < end && quiet < QUIET_LOOKS; ) {
      const before = screen.received;
      await pause(LOOK_MS);
      if (step.lines !== undefined) {
        if (lineCount(withoutEcho(screen.text, step.input)) >= step.lines) return;
      } else quiet = screen.received === before && atPrompt(screen.text) ? quiet + 1 : 0;
    }
  }
}
