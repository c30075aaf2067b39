import type { Definition, Filter } from './ast.ts';
import type { Json } from './value.ts';

/** A filter with the names that it was written among. */
export interface Closure {
  readonly filter: Filter;
  readonly scope: Scope;
}

/** What a name stands for, and the names around it. */
export class Scope {
  readonly #parent: Scope | undefined;
  readonly #name: string;
  readonly #meaning: Json | Closure | Definition | undefined;

  constructor(parent?: Scope, name = '', meaning?: Json | Closure | Definition) {
    this.#parent = parent;
    this.#name = name;
    this.#meaning = meaning;
  }

  /** `$name`. */
  bind(name: string, value: Json): Scope {
    return new Scope(this, `$${name}`, value);
  }

  /** An argument that is a filter. */
  pass(name: string, closure: Closure): Scope {
    return new Scope(this, `${name}/0`, closure);
  }

  define(definition: Definition): Scope {
    return new Scope(this, `${definition.name}/${definition.parameters.length}`, definition);
  }

  variable(name: string): Json | undefined {
    const found = this.#find(`$${name}`);
    return found === undefined ? undefined : (found.#meaning as Json);
  }

  /** What a call means, and where it was defined: its own scope, so that it may call itself. */
  function(name: string, arity: number): { meaning: Closure | Definition; scope: Scope } | undefined {
    const found = this.#find(`${name}/${arity}`);
    return found && { meaning: found.#meaning as Closure | Definition, scope: found };
  }

  #find(name: string): Scope | undefined {
    let scope: Scope | undefined = this;
    while (scope !== undefined && scope.#name !== name) scope = scope.#parent;
    return scope;
  }
}
