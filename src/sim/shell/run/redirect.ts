import { type Errno, isErrno } from '../../kernel/errno.ts';
import type { OpenFlags } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { expandQuoted, expandToFields, expandToText } from '../expand/word.ts';
import type { FileRedirection, HereDocument, Redirection } from '../parse/ast.ts';
import type { ShellState } from '../shell-state.ts';
import { type Descriptors, makePrivate, privatePipe } from './descriptors.ts';

/** A redirection that failed: the command does not run. */
export class RedirectionError extends Error {}

/** The files of a command under its redirections, and what was opened for them. */
export interface Plan {
  readonly files: Descriptors;
  readonly opened: number[];
}

/** Below this, a here-document fits into a pipe. */
const PIPE_CAPACITY = 65_536;

const MODES: Readonly<Record<string, OpenFlags>> = {
  '<': { read: true },
  '>': { write: true, create: true, truncate: true },
  '>|': { write: true, create: true, truncate: true },
  '>>': { write: true, create: true, append: true },
  '<>': { read: true, write: true, create: true },
};

/** Opens what `redirects` name, in order, on top of `base`. Throws {@link RedirectionError}, having closed all. */
export function* planRedirections(state: ShellState, redirects: readonly Redirection[], base: Descriptors): Task<Plan> {
  const plan: Plan = { files: new Map(base), opened: [] };
  try {
    for (const redirect of redirects) yield* add(state, redirect, plan);
  } catch (error) {
    discard(state, plan);
    throw error;
  }
  return plan;
}

/** Closes what a plan opened, once it is in place or given away. */
export function discard({ sys }: ShellState, plan: Plan): void {
  for (const fd of plan.opened.splice(0)) sys.close(fd);
}

function* add(state: ShellState, redirect: Redirection, plan: Plan): Task<void> {
  if (redirect.type === 'HereDocument')
    return yield* addText(state, target(redirect, 0), yield* hereText(state, redirect), plan);
  const word = redirect.target;
  if (redirect.operator === '<<<')
    return yield* addText(state, target(redirect, 0), `${yield* expandToText(state, word)}\n`, plan);
  const fields = yield* expandToFields(state, word);
  const path = fields.join(' ');
  if (state.dialect === 'bash' && fields.length !== 1) throw new RedirectionError(`${word.text}: ambiguous redirect`);
  if (redirect.operator === '<&' || redirect.operator === '>&') return duplicate(state, redirect, path, plan);
  if (redirect.operator === '&>' || redirect.operator === '&>>') {
    const fd = open(state, redirect.operator.slice(1), path, plan);
    plan.files.set(1, fd).set(2, fd);
  } else {
    plan.files.set(
      target(redirect, redirect.operator.startsWith('<') ? 0 : 1),
      open(state, redirect.operator, path, plan),
    );
  }
}

const target = ({ fd }: Redirection, otherwise: number): number => fd ?? otherwise;

function open(state: ShellState, operator: string, path: string, plan: Plan): number {
  const { sys } = state;
  try {
    if (operator === '>' && state.options.has('noclobber') && isRegular(state, path))
      throw new RedirectionError(clobber(state, path));
    const fd = makePrivate(sys, sys.open(path, MODES[operator], 0o666));
    plan.opened.push(fd);
    return fd;
  } catch (error) {
    if (isErrno(error)) throw new RedirectionError(openText(state, operator, path, error));
    throw error;
  }
}

function isRegular({ sys }: ShellState, path: string): boolean {
  try {
    return sys.stat(path).type === 'file';
  } catch {
    return false;
  }
}

const clobber = (state: ShellState, path: string): string =>
  state.dialect === 'ash' ? `can't create ${path}: File exists` : `${path}: cannot overwrite existing file`;

/** ash.c openredirect() has texts of its own for ENOENT. */
/** What is said of a file that a redirection cannot open. */
export function openText(state: ShellState, operator: string, path: string, error: Errno): string {
  if (state.dialect === 'bash') return `${path}: ${error.message}`;
  if (operator === '<') return `can't open ${path}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`;
  return `can't create ${path}: ${error.code === 'ENOENT' ? 'nonexistent directory' : error.message}`;
}

function duplicate(state: ShellState, redirect: FileRedirection, source: string, plan: Plan): void {
  const to = target(redirect, redirect.operator === '<&' ? 0 : 1);
  if (source === '-') {
    plan.files.delete(to);
    return;
  }
  if (!/^\d+-?$/.test(source)) {
    if (redirect.operator !== '>&' || redirect.fd !== undefined)
      throw new RedirectionError(`${source}: ambiguous redirect`);
    const fd = open(state, '>', source, plan);
    plan.files.set(1, fd).set(2, fd);
    return;
  }
  const from = plan.files.get(Number.parseInt(source, 10));
  if (from === undefined) {
    throw new RedirectionError(
      state.dialect === 'ash' ? `dup2(${source},${to}): Bad file descriptor` : `${source}: Bad file descriptor`,
    );
  }
  plan.files.set(to, from);
  if (source.endsWith('-')) plan.files.delete(Number.parseInt(source, 10));
}

const hereText = function* (state: ShellState, { quoted, body }: HereDocument): Task<string> {
  return quoted ? body : yield* expandQuoted(state, body);
};

/** Text for a command to read: through a pipe. */
function* addText(state: ShellState, fd: number, text: string, plan: Plan): Task<void> {
  const { sys } = state;
  const { read, write } = privatePipe(sys);
  plan.opened.push(read);
  plan.files.set(fd, read);
  const data = new TextEncoder().encode(text);
  if (data.length < PIPE_CAPACITY) {
    yield* sys.write(write, data);
    sys.close(write);
    return;
  }
  sys.thread(function* () {
    try {
      yield* sys.write(write, data);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
    sys.close(write);
  });
}
