import type { Task } from '../../kernel/task.ts';
import { completed, inColumns, listed, sorted } from './completion.ts';
import type { Session } from './session.ts';

/** readline asks before it lists this many or more (`completion-query-items`). */
const QUERY_ITEMS = 100;

interface Word {
  /** Cluster where it begins. */
  readonly start: number;
  readonly text: string;
  readonly candidates: readonly string[];
}

function* ask(session: Session): Task<Word | undefined> {
  const { buffer, options } = session;
  if (!options.complete) return undefined;
  const { offset } = buffer;
  const { start, candidates } = yield* options.complete(buffer.text, offset);
  if (candidates.length === 0) return undefined;
  const text = buffer.text.slice(start, offset);
  const from = buffer.cursor;
  buffer.offset = start;
  const word = { start: buffer.cursor, text, candidates: sorted(candidates) };
  buffer.cursor = from;
  return word;
}

function put(session: Session, word: Word): boolean {
  const { buffer, options, undo } = session;
  const text = completed(word.text, word.candidates, options.dialect);
  if (text === word.text) return false;
  undo.save(buffer);
  buffer.remove(word.start, buffer.cursor);
  buffer.insert(text);
  return true;
}

/** Tab in bash (complete.c, rl_complete): a second one that finds nothing to add lists what there is. */
export function* complete(session: Session): Task<void> {
  const list = session.before === 'complete' && !session.completed;
  session.kind = 'complete';
  session.completed = false;
  const word = yield* ask(session);
  if (!word) return session.beep();
  if (list && word.candidates.length > 1) return yield* listPossible(session, word.candidates);
  const several = word.candidates.length > 1;
  session.completed = put(session, word);
  if (several || !session.completed) session.beep();
  session.refresh();
}

/** Lists the candidates below the line, then draws the line again. */
function* listPossible(session: Session, candidates: readonly string[]): Task<void> {
  session.write(session.display.finish());
  if (candidates.length < QUERY_ITEMS || (yield* confirmed(session, candidates.length))) {
    yield* page(session, inColumns(candidates.map(listed), session.columns, 'bash'));
  }
  session.write(session.display.drawAnew(session.line));
}

function* confirmed(session: Session, count: number): Task<boolean> {
  session.write(`Display all ${count} possibilities? (y or n)`);
  const answer = yield* answered(session, { yes: /^[yY ]$/, no: /^[nN\x7f]$/ });
  session.write('\n');
  return answer === 'yes';
}

/** The pager (complete.c, _rl_internal_pager): a screenful at a time. */
function* page(session: Session, lines: readonly string[]): Task<void> {
  const full = session.rows - 1;
  let shown = 0;
  for (const [i, line] of lines.entries()) {
    session.write(`${line}\n`);
    shown++;
    if (shown < full || i + 1 === lines.length) continue;
    session.write('--More--');
    const answer = yield* answered(session, { yes: /^[yY ]$/, no: /^[nNqQ\x7f]$/, more: /^[\r\n]$/ });
    session.write('\r\x1b[K');
    if (answer === 'no') return;
    shown = answer === 'more' ? full - 1 : 0;
  }
}

/** Waits for one of the keys that mean something; the others ring. An interrupt is a no, and then interrupts the line. */
function* answered(session: Session, meanings: Readonly<Record<string, RegExp>>): Task<string> {
  for (;;) {
    const key = yield* session.nextKey();
    if (key.name === 'C-g') return 'no';
    if (key.name === 'interrupt' || key.name === 'hangup') {
      session.unread(key);
      return 'no';
    }
    const meaning = Object.keys(meanings).find((name) => meanings[name]?.test(key.text));
    if (meaning) return meaning;
    session.beep();
  }
}

/** Tab in BusyBox (lineedit.c, input_tab): the second of two lists what the first found. */
export function* completeOrList(session: Session): Task<void> {
  const { display } = session;
  session.kind = 'complete';
  const list = session.before === 'complete' && !session.completed;
  const word = yield* ask(session);
  if (list) {
    if (!word) return;
    session.write(display.finish());
    for (const line of inColumns(word.candidates.map(listed), session.columns, 'ash')) session.write(`${line}\n`);
    session.write(display.drawAnew(session.line));
    return;
  }
  const sole = word?.candidates.length === 1;
  session.completed = sole;
  if (!sole) session.beep();
  if (!word || completed('', word.candidates, 'ash') === '') return;
  put(session, word);
  session.write(display.redraw(session.line));
}
