import { type Call, Failure } from '../call.ts';
import { parseDate } from '../text/parse-date.ts';
import { statOf } from './path.ts';

/** touch with -c, -d and -r: sets a file's time, and makes it where it is missing. */
export function touchFile({ sys, options }: Call, path: string): void {
  const [reference, text] = [options.value('r'), options.value('d')];
  const moment = reference !== undefined ? sys.stat(reference).mtime : parseDate(text ?? 'now', sys.realtime());
  if (moment === undefined) throw new Failure(`invalid date '${text}'`);
  if (statOf(sys, path) === undefined) {
    if (options.has('c')) return;
    sys.close(sys.open(path, { write: true, create: true }));
  }
  sys.utimes(path, moment);
}
