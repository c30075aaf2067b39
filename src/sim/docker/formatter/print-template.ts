import { TemplateExecutionError } from '../../command/template/execute.ts';
import { type Template, template } from '../../command/template/template.ts';
import type { Value } from '../../command/template/value.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print } from '../cli.ts';
import { StatusError } from '../status-error.ts';

/** Reads `--format`. Throws what docker says of one that it cannot read, with status 64. */
export function compile(format: string, name?: string): Template {
  try {
    return template(format, name);
  } catch (error) {
    throw new StatusError(`template parsing error: ${(error as Error).message}`, 64);
  }
}

/** Runs a template straight onto stdout: where it fails, what it had given up to then is printed all the same. */
export function* printTemplate(cli: Cli, compiled: Template, data: Value): Task<void> {
  try {
    yield* print(cli, `${compiled.execute(data)}\n`);
  } catch (error) {
    if (error instanceof TemplateExecutionError) yield* print(cli, `${error.output}\n`);
    throw error;
  }
}
