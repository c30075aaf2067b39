import { goJson, type JsonOptions } from '../../command/template/json.ts';
import { type Template, template } from '../../command/template/template.ts';
import { fromJson } from '../../command/template/value.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print } from '../cli.ts';
import { StatusError } from '../status-error.ts';
import { typedValue } from './typed-value.ts';

/** What was found under a name: its JSON, and the Go type that it was read into. */
export interface Inspected {
  readonly type: string;
  readonly json: object;
  /** False where the CLI has only the typed object, not the engine's own JSON (volumes). */
  readonly raw?: boolean;
}

interface Inspector {
  add(found: Inspected): void;
  readonly text: string;
}

const parsingError = (error: unknown): Error => new Error(`template parsing error: ${(error as Error).message}`);

/** On the typed object first and, where that fails, on the JSON as it came (docker/cli's TemplateInspector). */
function render(parsed: Template, { type, json, raw = true }: Inspected): string {
  try {
    return parsed.execute(typedValue(type, json));
  } catch (error) {
    if (!raw) throw parsingError(error);
  }
  try {
    return parsed.execute(fromJson(json), 'error');
  } catch (error) {
    throw parsingError(error);
  }
}

class TemplateInspector implements Inspector {
  readonly #template: Template;
  #text = '';

  constructor(source: string) {
    try {
      this.#template = template(source);
    } catch (error) {
      throw new StatusError(parsingError(error).message, 64);
    }
  }

  add(found: Inspected): void {
    this.#text += `${render(this.#template, found)}\n`;
  }

  get text(): string {
    return this.#text || '\n';
  }
}

class JsonInspector implements Inspector {
  readonly #found: object[] = [];
  readonly #options: JsonOptions;
  #raw = true;

  constructor(options: JsonOptions) {
    this.#options = options;
  }

  add({ json, raw = true }: Inspected): void {
    this.#found.push(json);
    this.#raw &&= raw;
  }

  /** The engine's own JSON is passed on as it is, with `<` and `>`. */
  get text(): string {
    return `${goJson(this.#found, { ...this.#options, escapeHtml: !this.#raw })}\n`;
  }
}

function inspectorFor(format: string): Inspector {
  if (format === '') return new JsonInspector({ indent: 4 });
  return format === 'json' ? new JsonInspector({}) : new TemplateInspector(format);
}

/** Looks up each of `names` and prints what was found, then fails with what was not (docker/cli's inspect.Inspect). */
export function* inspect(
  cli: Cli,
  names: readonly string[],
  format: string,
  lookUp: (name: string) => Task<Inspected>,
): Task<number> {
  const inspector = inspectorFor(format);
  const errors: string[] = [];
  for (const name of names) {
    try {
      inspector.add(yield* lookUp(name));
    } catch (error) {
      errors.push((error as Error).message);
    }
  }
  yield* print(cli, inspector.text);
  if (errors.length > 0) throw new StatusError(errors.join('\n'), 1);
  return 0;
}
