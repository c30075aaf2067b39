/** What `trap` was told: an action by signal name (`INT`) or `EXIT`; an empty action ignores. */
export class Traps {
  readonly actions = new Map<string, string>();
  /** Signals that came and whose actions have not run yet. */
  readonly #pending = new Set<string>();

  note(name: string): void {
    this.#pending.add(name);
  }

  /** The actions that are due, oldest first; they are so no more. */
  takePending(): string[] {
    const due = [...this.#pending].map((name) => this.actions.get(name)).filter((action) => action !== undefined);
    this.#pending.clear();
    return due;
  }

  /** The signal that came first of those. */
  get first(): string | undefined {
    return this.#pending.values().next().value;
  }

  get pending(): boolean {
    return this.#pending.size > 0;
  }

  /** In a subshell, what is ignored stays so; the rest is as if never set (POSIX 2.12). */
  inSubshell(): Traps {
    const copy = new Traps();
    for (const [name, action] of this.actions) if (action === '') copy.actions.set(name, action);
    return copy;
  }
}
