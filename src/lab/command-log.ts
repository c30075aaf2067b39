import type { PromptEvent } from '../sim/world.ts';
import { changesBetween, type Facts } from './changes.ts';
import type { CommandRecord } from './protocol.ts';

interface Place {
  readonly terminal: string;
  readonly container: string | undefined;
}

const keyOf = ({ terminal, container }: Place): string => JSON.stringify([terminal, container]);

interface Running {
  readonly command: CommandRecord;
  readonly before: Facts;
}

/**
 * The commands of a lab, from what its prompts do, and what each of them changed. A shell inside a container is a command of
 * the host that still runs.
 */
export class CommandLog {
  readonly #look: () => Facts;
  readonly #tell: (command: CommandRecord) => void;
  /** The command that each shell runs now. */
  readonly #running = new Map<string, Running>();
  #count = 0;

  /** @param look how the world is now */
  constructor(look: () => Facts, tell: (command: CommandRecord) => void) {
    this.#look = look;
    this.#tell = tell;
  }

  /** @param now µs of the lab's time */
  note(event: PromptEvent, place: Place, now: number): void {
    const key = keyOf(place);
    const running = this.#running.get(key);
    if (event.kind === 'awaited') {
      if (running === undefined || event.continued) return;
      this.#running.delete(key);
      const changes = changesBetween(running.before, this.#look());
      this.#tell({ ...running.command, end: now, status: event.status, changes });
    } else if (event.line !== undefined) this.#take(key, running, event.line, place, now);
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
