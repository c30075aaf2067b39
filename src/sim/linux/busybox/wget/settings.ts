import type { Task } from '../../../kernel/task.ts';
import { type Call, Misuse } from '../../call.ts';
import { readAll } from '../../read-file.ts';
import { orDie } from '../../system-call.ts';
import { wholeNumber } from '../number.ts';

const PATIENCE = '900';

export interface Settings {
  /** -O; `-` is the standard output. */
  readonly output: string | undefined;
  /** -P. */
  readonly directory: string | undefined;
  readonly quiet: boolean;
  readonly resume: boolean;
  readonly spider: boolean;
  /** -S: show what the server says. */
  readonly verbose: boolean;
  readonly agent: string;
  readonly headers: readonly string[];
  /** What to post; undefined: get. */
  readonly post: string | undefined;
  /** Seconds without an answer; 0: for ever. */
  readonly timeout: number;
}

function* postOf({ sys, options }: Call): Task<string | undefined> {
  const file = options.value('post-file');
  if (file === undefined) return options.value('post-data');
  const fd = file === '-' ? 0 : orDie(`can't open '${file}'`, () => sys.open(file));
  return new TextDecoder().decode(yield* readAll(sys, fd));
}

export function* settingsOf(call: Call): Task<Settings> {
  const { options } = call;
  if (options.has('post-data') && options.has('post-file')) throw new Misuse();
  const output = options.value('O');
  return {
    output,
    directory: options.value('P'),
    quiet: options.has('q'),
    resume: options.has('c') && output !== '-',
    spider: options.has('spider'),
    verbose: options.has('S'),
    agent: options.value('U') ?? 'Wget',
    headers: options.values('header'),
    post: yield* postOf(call),
    timeout: wholeNumber(options.value('T') ?? PATIENCE),
  };
}
