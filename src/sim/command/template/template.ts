import { executeTemplate, type MissingKey } from './execute.ts';
import { FUNCTIONS, HEADER_FUNCTIONS } from './functions.ts';
import { parseTemplate } from './parse.ts';
import type { Value } from './value.ts';

/** A Go template with docker's functions, read once and run on any data. */
export interface Template {
  /** Throws `TemplateExecutionError`. */
  execute(data: Value, missingKey?: MissingKey): string;
  /** As `execute`, where functions leave a table's headings alone. */
  header(data: Value): string;
}

/** Reads `source`. Throws `TemplateSyntaxError`. */
export function template(source: string, name = ''): Template {
  const parsed = parseTemplate(source, (word) => FUNCTIONS.has(word), name);
  return {
    execute: (data, missingKey) => executeTemplate(parsed, FUNCTIONS, data, missingKey),
    header: (data) => executeTemplate(parsed, HEADER_FUNCTIONS, data),
  };
}
