import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly schema?: object; readonly $ref?: string }>>;
}

interface Document {
  readonly basePath: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The Engine API's own description (moby's api/swagger.yaml, Apache-2.0). */
const FILE = new URL('./v1.51.yaml', import.meta.url);
const ID = 'engine-api';

/** Pointers to numbers in Go, which real engines send as null too. */
const POINTERS: readonly string[] = ['ExitCode', 'MemorySwappiness'];

/** Go writes nil maps and slices as null, whatever the description says. */
function nullable(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((member) => nullable(member));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, nullable(member, key)]),
  );
  const mayBeNull =
    copy.type === 'object' || copy.type === 'array' || copy['x-nullable'] === true || POINTERS.includes(name);
  if (mayBeNull && typeof copy.type === 'string') copy.type = [copy.type, 'null'];
  return copy;
}

/** Checks answers of the Engine API against its description. */
export class OpenApi {
  readonly #document = nullable(parse(readFileSync(FILE, 'utf8'))) as Document;
  readonly #ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #routes: readonly { readonly path: string; readonly pattern: RegExp }[];

  constructor() {
    this.#ajv.addSchema({ ...this.#document, $id: ID });
    // Those with the fewest variables first: `/containers/json` is no container's name.
    const paths = Object.keys(this.#document.paths).sort((a, b) => a.split('{').length - b.split('{').length);
    this.#routes = paths.map((path) => ({
      path,
      pattern: new RegExp(`^(?:/v[0-9.]+)?${path.replace(/\{\w+\}/g, '.+')}$`),
    }));
  }

  /** As `GET /containers/{id}/json`: which operation of the description a request is of; undefined where it is of none. */
  operation(request: string): string | undefined {
    const [method = '', url = ''] = request.split(' ');
    const path = url.replace(/\?.*/, '');
    const found = this.#routes.find(
      (route) => route.pattern.test(path) && this.#document.paths[route.path]?.[method.toLowerCase()],
    );
    return found && `${method} ${found.path}`;
  }

  #validator(pointer: string): ValidateFunction {
    const known = this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: `${ID}#/${pointer}` });
    this.#validators.set(pointer, known);
    return known;
  }

  get operations(): readonly string[] {
    return Object.entries(this.#document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** What is wrong with an answer, none where it is as described. */
  faults(operation: string, status: number, body: unknown): readonly string[] {
    const [method = '', path = ''] = operation.split(' ');
    const response = this.#document.paths[path]?.[method.toLowerCase()]?.responses[status];
    // Many refusals are not described one by one; all of them have one shape.
    if (response === undefined && status < 400) return [`${operation}: status ${status} is not described`];
    if (response !== undefined && response.schema === undefined) return [];
    const pointer =
      response === undefined
        ? 'definitions/ErrorResponse'
        : ['paths', path, method.toLowerCase(), 'responses', String(status), 'schema']
            .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
            .join('/');
    const validate = this.#validator(pointer);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${operation}: ${instancePath} ${message}`);
  }
}
