import type { Container } from './container.ts';

interface Link {
  readonly parent: Container;
  readonly child: Container;
}

/** Who is linked to whom by `--link`: full alias (`/parent/alias`) to the two containers (moby/daemon/links.go). */
export class LinkIndex {
  readonly #links = new Map<string, Link>();

  add(alias: string, parent: Container, child: Container): void {
    this.#links.set(alias, { parent, child });
  }

  remove(alias: string): void {
    this.#links.delete(alias);
  }

  /** Those that `parent` reaches, by full alias. */
  childrenOf(parent: Container): [string, Container][] {
    return [...this.#links].filter(([, link]) => link.parent === parent).map(([alias, link]) => [alias, link.child]);
  }

  /** Those that reach `child`, by full alias. */
  parentsOf(child: Container): [string, Container][] {
    return [...this.#links].filter(([, link]) => link.child === child).map(([alias, link]) => [alias, link.parent]);
  }

  /** Forgets the links that `container` has to others. Those to it stay, broken. Returns their aliases. */
  removeParent(container: Container): string[] {
    const aliases = this.childrenOf(container).map(([alias]) => alias);
    for (const alias of aliases) this.#links.delete(alias);
    return aliases;
  }
}
