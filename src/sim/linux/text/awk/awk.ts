import { isErrno } from '../../../kernel/errno.ts';
import type { System } from '../../../kernel/syscalls.ts';
import type { Task } from '../../../kernel/task.ts';
import { type Call, Failure, Misuse } from '../../call.ts';
import { readAll } from '../../read-file.ts';
import { AwkProblem } from './fault.ts';
import { Interpreter } from './interpreter.ts';
import { unescaped } from './lex.ts';
import { parseProgram } from './parse.ts';
import { Input } from './value.ts';
import type { AwkDialect } from './variables.ts';

/** What each package says of what is wrong. */
export interface AwkSpeech {
  readonly dialect: AwkDialect;
  readonly status: number;
  problem(problem: AwkProblem, interpreter: Interpreter | undefined): string;
  cannotOpen(path: string, reason: string): string;
  cannotWrite(path: string, reason: string): string;
  noProgram(path: string, reason: string): string;
}

function openProgram(sys: System, path: string, speech: AwkSpeech): number {
  try {
    return sys.open(path);
  } catch (error) {
    throw isErrno(error) ? new Failure(speech.noProgram(path, error.message), speech.status) : error;
  }
}

function* programOf(
  { options, operands, sys }: Call,
  speech: AwkSpeech,
): Task<{ text: string; rest: readonly string[] }> {
  const parts: string[] = [];
  for (const [key, value] of options.order) {
    if (key === 'e') parts.push(value);
    if (key !== 'f' && key !== 'E') continue;
    const fd = value === '-' ? 0 : openProgram(sys, value, speech);
    parts.push(new TextDecoder().decode(yield* readAll(sys, fd)));
  }
  if (parts.length > 0) return { text: parts.join('\n'), rest: operands };
  const [text, ...rest] = operands;
  if (text === undefined) throw new Misuse();
  return { text, rest };
}

/** awk: runs a program over the records of its files. */
export function* awk(call: Call, speech: AwkSpeech): Task<number> {
  const { text, rest } = yield* programOf(call, speech);
  let interpreter: Interpreter | undefined;
  try {
    interpreter = new Interpreter(call, parseProgram(text), {
      dialect: speech.dialect,
      operands: rest,
      cannotOpen: (path, reason) => new Failure(speech.cannotOpen(path, reason), speech.status),
      cannotWrite: (path, reason) => new Failure(speech.cannotWrite(path, reason), speech.status),
    });
    const separator = call.options.value('F');
    if (separator !== undefined) interpreter.variables.set('FS', separator === 't' ? '\t' : unescaped(separator));
    for (const assignment of call.options.values('v')) assign(interpreter, assignment);
    return yield* interpreter.run();
  } catch (error) {
    if (!(error instanceof AwkProblem)) throw error;
    throw new Failure(speech.problem(error, interpreter), speech.status);
  }
}

function assign({ variables }: Interpreter, assignment: string): void {
  const at = assignment.indexOf('=');
  if (at <= 0) throw new Misuse();
  variables.set(assignment.slice(0, at), new Input(unescaped(assignment.slice(at + 1))));
}
