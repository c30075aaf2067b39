import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { orDie } from '../system-call.ts';
import { isoFormat, parseDate, RFC_2822 } from './parse-date.ts';
import { strftime } from './strftime.ts';

/** The moment that is to be shown, in µs since 1970. */
function momentWanted({ sys, options }: Call, wrong: (text: string) => string): number {
  const [file, text] = [options.value('r'), options.value('d')];
  if (file !== undefined) return orDie(file, () => sys.stat(file)).mtime;
  if (text === undefined) return sys.realtime();
  const moment = parseDate(text, sys.realtime());
  if (moment === undefined) throw new Failure(wrong(text));
  return moment;
}

/** date: shows the time, in UTC as all machines here; `wrong` is the complaint of the package about a date. */
export function* date(call: Call, usual: string, wrong: (text: string) => string): Task<number> {
  const { options, operands } = call;
  const format = operands.find((word) => word.startsWith('+'))?.slice(1);
  const setting = operands.find((word) => !word.startsWith('+')) ?? options.value('s');
  if (setting !== undefined && !/^\d{8}/.test(setting) && parseDate(setting, 0) === undefined)
    throw new Failure(wrong(setting));
  if (setting !== undefined) throw new NotSimulated(`date ${setting}`);
  const iso = options.has('I') ? isoFormat(options.value('I') ?? '') : undefined;
  const chosen = format ?? (options.has('R') ? RFC_2822 : (iso ?? usual));
  yield* call.print(`${strftime(chosen, momentWanted(call, wrong))}\n`);
  return 0;
}
