import { type Signal, signal } from '@preact/signals';
import type { CommandRecord, History } from '../../protocol.ts';
import { keepBranches, readBranches } from './branches.ts';
import { cutAfter, goesOn } from './cut.ts';

export interface TravelListener {
  /** Starts the lab where this history ends. */
  start(history: History): void;
  /** This is the reader's lab from now on. */
  keep(history: History): void;
}

/** Going back in a lab's time, looking around there, and going on from there. */
export class Travel {
  /** All commands of the present; those after {@link at} have not happened yet where the reader looks. */
  readonly commands: Signal<readonly CommandRecord[]> = signal([]);
  /** After which command the reader stands; undefined: in the present. */
  readonly at: Signal<number | undefined> = signal(undefined);
  /** Other continuations, that the lab took before the reader went back. */
  readonly branches: Signal<readonly History[]> = signal(readBranches());
  readonly #listener: TravelListener;
  /** The lab that is kept while the reader looks at its past. */
  #present: History | undefined;
  #past: History | undefined;
  /** What has not happened yet where the reader looks. */
  #future: ReadonlySet<CommandRecord> = new Set();

  constructor(listener: TravelListener) {
    this.#listener = listener;
  }

  note(command: CommandRecord): void {
    const others = this.commands.value.filter(({ number }) => number !== command.number);
    this.commands.value = [...others, command].sort((a, b) => a.number - b.number);
  }

  /** Another lab altogether. */
  forget(): void {
    this.commands.value = [];
    this.#arrive();
  }

  /** All branches are forgotten too. */
  reset(): void {
    this.forget();
    this.branches.value = keepBranches([]);
  }

  /** Goes to where command `number` had just ended; 0: before the first one. `now` is the lab as it stands. */
  visit(number: number, now: History): void {
    const present = this.#present ?? now;
    this.#past = cutAfter(
      present,
      this.commands.value.find((command) => command.number === number),
    );
    this.#present = present;
    this.#future = new Set(this.commands.value.filter((command) => command.number > number));
    this.at.value = number;
    this.#listener.start(this.#past);
  }

  /** Back to where the lab really stands. */
  comeBack(): void {
    const present = this.#present;
    if (present === undefined) return;
    this.#arrive();
    this.#listener.start(present);
  }

  /** Makes the moment that is looked at the present; what followed becomes a branch. */
  goOnFromHere(): void {
    if (this.#past !== undefined) this.#settle(this.#past);
  }

  /** As if the last command had not been given. `now` is the lab as it stands. */
  undo(now: History): void {
    const last = this.commands.value.at(-1);
    if (last === undefined) return;
    this.visit(last.number - 1, now);
    this.goOnFromHere();
  }

  /** Goes on with a branch; the present one takes its place. */
  take(branch: History, now: History): void {
    const others = this.branches.value.filter((each) => each !== branch);
    this.branches.value = keepBranches([this.#present ?? now, ...others]);
    this.forget();
    this.#listener.start(branch);
    this.#listener.keep(branch);
  }

  /** The lab's history has grown. Is it the reader's lab, to be kept? A past that is only looked at is not. */
  heed(history: History): boolean {
    if (this.#past === undefined) return true;
    if (!goesOn(this.#past, history)) return false;
    this.#settle(history);
    return true;
  }

  get looksBack(): boolean {
    return this.#past !== undefined;
  }

  #settle(history: History): void {
    if (this.#present) this.branches.value = keepBranches([this.#present, ...this.branches.value]);
    this.commands.value = this.commands.value.filter((command) => !this.#future.has(command));
    this.#arrive();
    this.#listener.keep(history);
  }

  #arrive(): void {
    this.#present = undefined;
    this.#past = undefined;
    this.at.value = undefined;
  }
}
