import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';

/** What GNU's mktemp and BusyBox's say differently. */
export interface MktempDialect {
  /** The template where none is given. */
  readonly template: string;
  tooFew(template: string): string;
  failed(template: string, what: 'file' | 'directory', reason: string): string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** mktemp: a new file, or with `-d` a directory, in the place of whose last X's stand random letters. */
export function* mktemp(call: Call, dialect: MktempDialect): Task<number> {
  const { sys, options, operands } = call;
  const suffix = options.value('suffix') ?? '';
  const template = `${operands[0] ?? dialect.template}${suffix}`;
  const [, before = '', crosses = ''] = /^(.*?)(X*)$/s.exec(template.slice(0, template.length - suffix.length)) ?? [];
  const folder =
    options.value('p') ?? (operands.length === 0 || options.has('t') ? sys.env.get('TMPDIR') || '/tmp' : '');
  if (crosses.length < (dialect.template.endsWith('XXXXXXXXXX') ? 3 : 6)) throw new Failure(dialect.tooFew(template));
  const letters = [...sys.random(crosses.length)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  const path = `${folder === '' ? '' : `${folder}/`}${before}${letters}${suffix}`;
  const what = options.has('d') ? 'directory' : 'file';
  try {
    if (options.has('u')) sys.lstat(folder || '.');
    else if (what === 'directory') sys.mkdir(path, 0o700);
    else sys.close(sys.open(path, { write: true, create: true, exclusive: true }, 0o600));
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (options.has('q')) return 1;
    throw new Failure(dialect.failed(template, what, error.message));
  }
  yield* call.print(`${path}\n`);
  return 0;
}
