import type { PromptEvent } from '../sim/world.ts';
import { changesBetween, type Facts } from './changes.ts';
import { type Inspections, networkChangesBetween } from './network-changes.ts';
import type { CommandRecord, NetworkChange } from './protocol.ts';

interface Place {
  readonly terminal: string;
  readonly container: string | undefined;
}

/** The world at one moment. */
interface Look {
  readonly facts: Facts;
  readonly inspections: Inspections;
}

const keyOf = ({ terminal, container }: Place): string => JSON.stringify([terminal, container]);

interface Running {
  readonly command: CommandRecord;
  readonly before: Look;
}

/**
 * The commands of a lab, from what its prompts do, and what each of them changed. A shell inside a container is a command of
 * the host that still runs: what it has changed is told once its prompt stands there.
 */
export class CommandLog {
  readonly #look: () => Look;
  readonly #tell: (command: CommandRecord) => void;
  /** The command that each shell runs now. */
  readonly #running = new Map<string, Running>();
  readonly #networks = new Map<number, readonly NetworkChange[]>();
  #count = 0;

  /** @param look how the world is now */
  constructor(look: () => Look, tell: (command: CommandRecord) => void) {
    this.#look = look;
    this.#tell = tell;
  }

  /** What a command made of the networks, as far as it has got. */
  networkChanges(command: number): readonly NetworkChange[] {
    return this.#networks.get(command) ?? [];
  }

  /** @param now µs of the lab's time */
  note(event: PromptEvent, place: Place, now: number): void {
    const key = keyOf(place);
    const running = this.#running.get(key);
    if (event.kind === 'awaited') {
      if (running === undefined || event.continued) return;
      this.#running.delete(key);
      this.#tell({ ...this.#withChanges(running), end: now, status: event.status });
    } else if (event.line !== undefined) this.#take(key, running, event.line, place, now);
  }

  /** In that terminal the prompt of a container's shell stands: the host's command that opened it has done its work. */
  enter(terminal: string): void {
    const key = keyOf({ terminal, container: undefined });
    const outer = this.#running.get(key);
    if (outer === undefined || outer.command.changes !== undefined) return;
    const command = this.#withChanges(outer);
    this.#running.set(key, { ...outer, command });
    this.#tell(command);
  }

  #withChanges({ command, before }: Running): CommandRecord {
    const { facts, inspections } = this.#look();
    const networks = networkChangesBetween(before.inspections, inspections);
    this.#networks.set(command.number, networks);
    return { ...command, changes: changesBetween(before.facts, facts), networks: networks.length };
  }

  #take(key: string, running: Running | undefined, line: string, { terminal, container }: Place, now: number): void {
    if (running === undefined && line.trim() === '') return;
    const command = running
      ? { ...running.command, line: `${running.command.line}\n${line}` }
      : {
          number: ++this.#count,
          terminal,
          ...(container !== undefined && { container }),
          line,
          start: now,
        };
    this.#running.set(key, { command, before: running?.before ?? this.#look() });
    this.#tell(command);
  }
}
