import type { Random } from '../../kernel/random.ts';
import { conflict, invalidParameter } from '../errors.ts';
import { ADJECTIVES, SURNAMES } from './words.ts';

const ALLOWED = '[a-zA-Z0-9][a-zA-Z0-9_.-]';
const PATTERN = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
const ATTEMPTS = 6;

/** `adjective_surname`, with a digit behind it after a first clash (moby/pkg/namesgenerator). */
export function randomName(random: Random, attempt = 0): string {
  for (;;) {
    const name = `${random.pick(ADJECTIVES)}_${random.pick(SURNAMES)}`;
    // Steve Wozniak is not boring.
    if (name !== 'boring_wozniak') return attempt > 0 ? `${name}${random.integer(0, 9)}` : name;
  }
}

/** Which container owns which name; links add names as `/parent/alias`. All begin with a slash (moby/container/view.go). */
export class NameIndex {
  readonly #random: Random;
  readonly #owners = new Map<string, string>();
  /** The same by owner. */
  readonly #names = new Map<string, Set<string>>();

  constructor(random: Random) {
    this.#random = random;
  }

  ownerOf(name: string): string | undefined {
    return this.#owners.get(name.startsWith('/') ? name : `/${name}`);
  }

  /** All names of a container, in the order of the alphabet. */
  namesOf(id: string): string[] {
    return [...(this.#names.get(id) ?? [])].sort();
  }

  #take(id: string, name: string): void {
    this.#owners.set(name, id);
    const names = this.#names.get(id) ?? new Set();
    this.#names.set(id, names.add(name));
  }

  /** Takes a name that someone chose. Throws when its form is bad or another container has it; returns it with its slash. */
  reserve(id: string, name: string): string {
    if (!PATTERN.test(name.replace(/^\//, ''))) {
      throw invalidParameter(`Invalid container name (${name}), only ${ALLOWED} are allowed`);
    }
    const full = name.startsWith('/') ? name : `/${name}`;
    const owner = this.#owners.get(full);
    if (owner !== undefined && owner !== id) throw nameConflict(full, owner);
    this.#take(id, full);
    return full;
  }

  /** Takes the name of a link, whose form is free. */
  reserveLink(id: string, name: string): void {
    const owner = this.#owners.get(name);
    if (owner !== undefined && owner !== id) throw nameConflict(name, owner);
    this.#take(id, name);
  }

  /** Takes a random free name; the short id after six clashes. */
  reserveRandom(id: string): string {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const name = `/${randomName(this.#random, attempt)}`;
      if (!this.#owners.has(name)) return this.reserve(id, name);
    }
    return this.reserve(id, `/${id.slice(0, 12)}`);
  }

  release(name: string): void {
    const id = this.#owners.get(name);
    if (id === undefined) return;
    this.#owners.delete(name);
    const names = this.#names.get(id);
    names?.delete(name);
    if (names?.size === 0) this.#names.delete(id);
  }
}

const nameConflict = (name: string, owner: string) =>
  conflict(
    `Conflict. The container name "${name}" is already in use by container "${owner}". ` +
      'You have to remove (or rename) that container to be able to reuse that name.',
  );
