import type { Exchange, Topology } from '../../sim/world.ts';
import type { CommandRecord } from '../protocol.ts';
import { explainDockerError } from './docker-errors.ts';
import { explain } from './explain.ts';
import type { Explanation } from './explanation.ts';

/** So much of what a command printed is looked through for errors. */
const MOST_OUTPUT = 8_000;

interface Case {
  command: CommandRecord;
  /** How many exchanges there were when it began. */
  readonly before: number;
  output: string;
  /** What was said of an exchange when it had just failed: by the end, containers may be gone. */
  readonly said: Map<number, Explanation>;
}

/** What the last command of each terminal did on the network, and why that failed. */
export class Failures {
  readonly #exchanges: () => readonly Exchange[];
  readonly #topology: () => Topology;
  readonly #cases = new Map<string, Case>();
  readonly #decoder = new TextDecoder();

  constructor(exchanges: () => readonly Exchange[], topology: () => Topology) {
    this.#exchanges = exchanges;
    this.#topology = topology;
  }

  /** A command has begun, or ended. */
  command(command: CommandRecord): void {
    const known = this.#cases.get(command.terminal);
    if (known?.command.number === command.number) known.command = command;
    else if (command.end === undefined) {
      const before = this.#exchanges().at(-1)?.number ?? 0;
      this.#cases.set(command.terminal, { command, before, output: '', said: new Map() });
    }
  }

  output(terminal: string, data: Uint8Array): void {
    const known = this.#cases.get(terminal);
    if (known && known.output.length < MOST_OUTPUT) known.output += this.#decoder.decode(data);
  }

  forget(terminal: string): void {
    this.#cases.delete(terminal);
  }

  /** Why the terminal's last command failed; undefined where it did not, or nothing sure can be said. */
  why(terminal: string): Explanation | undefined {
    const last = this.#cases.get(terminal);
    if (last === undefined || last.command.status === 0) return undefined;
    const topology = this.#topology();
    const exchange = this.#lastExchange(last, topology);
    const lost = exchange && this.#sayOnce(last, exchange, topology);
    if (lost !== undefined || last.command.end === undefined) return lost;
    return /^\s*(?:sudo )?docker\b/.test(last.command.line) ? explainDockerError(last.output, topology) : undefined;
  }

  #sayOnce({ said }: Case, exchange: Exchange, topology: Topology): Explanation | undefined {
    if (exchange.outcome !== 'failed') return undefined;
    const explanation = said.get(exchange.number) ?? explain(exchange, topology);
    if (explanation) said.set(exchange.number, explanation);
    return explanation;
  }

  /** What the command did last: from the place where it was given, or through Docker from a container that nobody sits in. */
  #lastExchange({ command, before }: Case, topology: Topology): Exchange | undefined {
    const containers = topology.machines.flatMap((machine) => machine.containers);
    const own = containers.find(({ name }) => name === command.container)?.namespace ?? topology.machines[0]?.name;
    const others = new Set(this.#occupied(command.terminal, containers));
    const possible = this.#exchanges().filter(
      ({ number, kind, namespace }) => number > before && kind !== 'arp' && kind !== 'ndp' && !others.has(namespace),
    );
    const mine = possible.filter(({ namespace }) => namespace === own);
    const through = command.container === undefined && /\bdocker\b/.test(command.line);
    return through ? (possible.findLast(({ namespace }) => namespace !== own) ?? mine.at(-1)) : mine.at(-1);
  }

  /** The namespaces of containers in which another terminal's command runs. */
  *#occupied(terminal: string, containers: Topology['machines'][0]['containers']): Generator<string> {
    for (const { command } of this.#cases.values()) {
      if (command.terminal === terminal || command.container === undefined || command.end !== undefined) continue;
      const found = containers.find(({ name }) => name === command.container);
      if (found?.namespace) yield found.namespace;
    }
  }
}
