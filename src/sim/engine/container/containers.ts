import { EngineError, invalidParameter } from '../errors.ts';
import { findByPrefix } from '../id.ts';
import type { NameIndex } from '../names/name-index.ts';
import type { Container } from './container.ts';

/** All containers of an engine. */
export class Containers {
  readonly #names: NameIndex;
  readonly #byId = new Map<string, Container>();

  constructor(names: NameIndex) {
    this.#names = names;
  }

  add(container: Container): void {
    this.#byId.set(container.id, container);
  }

  delete(container: Container): void {
    this.#byId.delete(container.id);
  }

  /** By its whole id. */
  find(id: string): Container | undefined {
    return this.#byId.get(id);
  }

  /** As `get`, for a container that is named among another one's settings: a bad parameter where there is none. */
  named(term: string): Container {
    try {
      return this.get(term);
    } catch (error) {
      throw error instanceof EngineError ? invalidParameter(error.message) : error;
    }
  }

  /** The newest first. */
  list(): Container[] {
    return [...this.#byId.values()].sort((a, b) => (a.created < b.created ? 1 : -1));
  }

  /** By id, name, or an id's unambiguous beginning. Throws `No such container: …`. */
  get(term: string): Container {
    if (term === '') throw invalidParameter('invalid name or ID supplied: ""');
    const found = this.#byId.get(term) ?? this.#byId.get(this.#names.ownerOf(term) ?? '');
    return found ?? (this.#byId.get(findByPrefix(this.#byId.keys(), term, 'container')) as Container);
  }
}
