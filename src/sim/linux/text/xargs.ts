import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { readAll } from '../read-file.ts';
import { spawnAlongPath, statusOf } from '../search-path.ts';

/** What each package says of what is wrong. */
export interface XargsSpeech {
  cannotRun(name: string, reason: string): string;
  unmatched(quote: string): string;
  /** A number of `-n`. */
  count(text: string): number;
}

/** Words at blanks; quotes and backslashes keep them together. */
function splitItems(text: string, speech: XargsSpeech): string[] {
  const open = /^(?:\\[\s\S]|"[^"\n]*"|'[^'\n]*'|[^\\"'])*(["'])/.exec(text)?.[1];
  if (open !== undefined) throw new Failure(speech.unmatched(open === '"' ? 'double' : 'single'));
  const items = text.match(/(?:\\[\s\S]|"[^"\n]*"|'[^'\n]*'|[^\s\\"'])+/g) ?? [];
  return items.map((item) =>
    item.replace(/\\([\s\S])|"([^"\n]*)"|'([^'\n]*)'/g, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? ''),
  );
}

function* runOnce(call: Call, argv: readonly string[], speech: XargsSpeech): Task<number> {
  if (call.options.has('t')) yield* call.sys.write(2, `${argv.join(' ')}\n`);
  try {
    const input = call.sys.open('/dev/null');
    const pid = spawnAlongPath(call.sys, argv, {
      files: new Map([
        [0, input],
        [1, 1],
        [2, 2],
      ]),
    });
    call.sys.close(input);
    return yield* statusOf(call.sys, pid);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* call.warn(speech.cannotRun(argv[0] ?? '', error.message));
    return error.code === 'ENOENT' ? 127 : 126;
  }
}

/** The command lines to run: by -I one an item, by -n so many items each, else one for all. */
function commandLines({ options, operands }: Call, text: string, speech: XargsSpeech): string[][] {
  const command = operands.length > 0 ? operands : ['echo'];
  const mark = options.value('I');
  if (mark !== undefined)
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => command.map((word) => word.replaceAll(mark, line)));
  const items = options.has('0') ? text.split('\0').filter((item) => item !== '') : splitItems(text, speech);
  if (items.length === 0) return options.has('r') ? [] : [[...command]];
  const most = options.has('n') ? speech.count(options.value('n') ?? '') : items.length;
  return Array.from({ length: Math.ceil(items.length / most) }, (_, i) => [
    ...command,
    ...items.slice(i * most, (i + 1) * most),
  ]);
}

/** xargs: runs a command with the words of the standard input. Status 123 where one of them failed. */
export function* xargs(call: Call, speech: XargsSpeech): Task<number> {
  const text = new TextDecoder().decode(yield* readAll(call.sys, 0));
  let status = 0;
  for (const argv of commandLines(call, text, speech)) {
    const ended = yield* runOnce(call, argv, speech);
    if (ended === 255) {
      yield* call.warn(`${argv[0]}: exited with status 255; aborting`);
      return 124;
    }
    if (ended === 126 || ended === 127) return ended;
    if (ended !== 0) status = 123;
  }
  return status;
}
