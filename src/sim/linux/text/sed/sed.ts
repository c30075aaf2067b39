import type { Task } from '../../../kernel/task.ts';
import { type Call, Failure, Misuse } from '../../call.ts';
import { bare } from '../../inputs.ts';
import { readAll } from '../../read-file.ts';
import { orDie } from '../../system-call.ts';
import { Editor, type EditSettings } from './edit.ts';
import { parseScript } from './parse.ts';
import { type Command, type SedDialect, SedProblem } from './script.ts';

/** What each package says of what is wrong. */
export interface SedSpeech extends Pick<EditSettings, 'unreadable' | 'unreadableStatus'> {
  readonly gnu: boolean;
  /** @param expressions those of the command line, joined by newlines in the script that the problem's position counts in */
  problem(problem: SedProblem, expressions: readonly string[]): { message: string; status: number };
  noScript(path: string): { before: string; status: number };
}

function* expressionsOf(call: Call, speech: SedSpeech): Task<{ expressions: string[]; paths: readonly string[] }> {
  const { options, operands, sys } = call;
  const expressions: string[] = [];
  for (const [key, value] of options.order) {
    if (key === 'e') expressions.push(value);
    if (key !== 'f') continue;
    const { before, status } = speech.noScript(value);
    const fd = value === '-' ? 0 : orDie(before, () => sys.open(value), status);
    expressions.push(bare(new TextDecoder().decode(yield* readAll(sys, fd))));
  }
  if (expressions.length > 0) return { expressions, paths: operands };
  const [script, ...paths] = operands;
  if (script === undefined) throw new Misuse();
  return { expressions: [script], paths };
}

function commandsOf(expressions: readonly string[], dialect: SedDialect, speech: SedSpeech): readonly Command[] {
  try {
    return parseScript(expressions.join('\n'), dialect);
  } catch (error) {
    if (!(error instanceof SedProblem)) throw error;
    const { message, status } = speech.problem(error, expressions);
    throw new Failure(message, status);
  }
}

/** sed: edits its files, or the standard input, by a script. */
export function* sed(call: Call, speech: SedSpeech): Task<number> {
  const { options } = call;
  const { expressions, paths } = yield* expressionsOf(call, speech);
  const commands = commandsOf(expressions, { gnu: speech.gnu, extended: options.has('r') || options.has('E') }, speech);
  const inPlace = options.value('i');
  const settings: EditSettings = {
    quiet: options.has('n') || (expressions[0] ?? '').startsWith('#n\n'),
    separate: options.has('s') || inPlace !== undefined,
    inPlace,
    unreadable: speech.unreadable,
    unreadableStatus: speech.unreadableStatus,
  };
  return yield* new Editor(call, commands, settings, paths).run();
}
