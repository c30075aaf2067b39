import { type Signal, signal } from '@preact/signals';
import { preferences } from './preferences.ts';
import { type Size, type TerminalListener, TerminalView } from './terminal-view.ts';

/** The dock's terminal windows, in the order of their tabs, and which one is selected. */
export class TerminalWindows {
  readonly shown: Signal<readonly TerminalView[]> = signal([]);
  readonly selected: Signal<string | undefined> = signal(undefined);
  readonly #listenerOf: (name: string) => TerminalListener;

  constructor(listenerOf: (name: string) => TerminalListener) {
    this.#listenerOf = listenerOf;
  }

  named(name: string | undefined): TerminalView | undefined {
    return this.shown.value.find((view) => view.name === name);
  }

  /** A name that no window has: the least number. */
  freeName(): string {
    let number = 1;
    while (this.named(String(number)) !== undefined) number++;
    return String(number);
  }

  /** Adds a window, in the place of one of the same name. */
  add(name: string, size?: Size): TerminalView {
    const former = this.named(name);
    const view = new TerminalView(name, this.#listenerOf(name));
    view.screenReader = preferences.value.screenReader;
    if (size) view.follow(size);
    this.shown.value = former
      ? this.shown.value.map((other) => (other === former ? view : other))
      : [...this.shown.value, view].sort((a, b) => a.name.localeCompare(b.name, 'fr', { numeric: true }));
    former?.dispose();
    this.selected.value ??= name;
    return view;
  }

  /** Takes a window away; its neighbour is selected where it was. */
  remove(name: string): void {
    const at = this.shown.value.findIndex((view) => view.name === name);
    const gone = this.shown.value[at];
    if (gone === undefined) return;
    const left = this.shown.value.filter((view) => view !== gone);
    this.shown.value = left;
    if (this.selected.value === name) this.selected.value = (left[at] ?? left.at(-1))?.name;
    gone.dispose();
  }

  clear(): void {
    for (const { name } of this.shown.value) this.remove(name);
  }
}
