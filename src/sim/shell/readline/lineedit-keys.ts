import type { Task } from '../../kernel/task.ts';
import { unblank, unpunctuated } from './buffer.ts';
import { completeOrList } from './complete-word.ts';
import { atEnd, atStart, backward, forward, lineEnd, lineStart, move } from './editing.ts';
import { showEntry } from './history-keys.ts';
import type { Key } from './keys.ts';
import type { LineeditDisplay } from './lineedit-display.ts';
import { searchBackward } from './lineedit-search.ts';
import type { Session } from './session.ts';

/** ash draws with BusyBox's display. */
export type LineeditSession = Session<LineeditDisplay>;
type Binding = (session: LineeditSession, key: Key) => void | Task<void>;

const CLEAR_SCREEN = '\x1b[H\x1b[J';

const selfInsert: Binding = (session, key) => {
  session.buffer.insert(key.text);
  session.refresh();
};

/** Takes clusters out one by one, each drawn, as BusyBox does. */
function remove(session: LineeditSession, count: number): void {
  const { buffer } = session;
  for (let i = 0; i < count && !atEnd(buffer); i++) {
    buffer.remove(buffer.cursor, buffer.cursor + 1);
    session.refresh();
  }
}

function rubout(session: LineeditSession, count = 1): void {
  const { buffer } = session;
  for (let i = 0; i < count && !atStart(buffer); i++) {
    buffer.remove(buffer.cursor - 1, buffer.cursor);
    session.refresh();
  }
}

const redraw = (session: LineeditSession): void => session.write(session.display.redraw(session.line));

const accept: Binding = (session) => {
  session.write(session.display.finish());
  session.result = { kind: 'line', text: session.buffer.text };
};

/** ash writes the `^C` itself, and two newlines: one as it gives the line up, one for the interrupt. */
const interrupt: Binding = (session) => {
  session.write('^C\n\n');
  session.result = { kind: 'interrupted' };
};

const hangup: Binding = (session) => {
  session.result = { kind: 'eof' };
};

const deleteOrEnd: Binding = (session, key) => {
  if (session.buffer.length === 0) return hangup(session, key);
  return remove(session, 1);
};

const killToEnd: Binding = (session) => {
  session.buffer.remove(session.buffer.cursor, session.buffer.length);
  session.refresh();
};

const killToStart: Binding = (session) => {
  if (atStart(session.buffer)) return;
  session.buffer.remove(0, session.buffer.cursor);
  redraw(session);
};

const killBlankWord: Binding = (session) => rubout(session, session.buffer.cursor - session.buffer.wordStart(unblank));

/** BusyBox walks to the word's end and back before it deletes. */
const killWord: Binding = (session) => {
  const { buffer } = session;
  const from = buffer.cursor;
  const count = buffer.wordEnd(unpunctuated) - from;
  wordRight(session, { name: '', text: '' });
  buffer.cursor = from;
  session.refresh();
  remove(session, count);
};

const killWordBackward: Binding = (session) => {
  const { buffer } = session;
  const count = buffer.cursor - buffer.wordStart(unpunctuated);
  buffer.cursor -= count;
  session.refresh();
  remove(session, count);
};

const clearScreen: Binding = (session) => session.write(CLEAR_SCREEN + session.display.drawAnew(session.line));

const goBy =
  (step: number, rings = 1): Binding =>
  (session) => {
    if (showEntry(session, session.history.index + step)) redraw(session);
    else for (let i = 0; i < rings; i++) session.beep();
  };

function* search(session: LineeditSession): Task<void> {
  session.unread(yield* searchBackward(session));
}

const wordLeft: Binding = move((buffer) => buffer.wordStart(unpunctuated));
const wordRight: Binding = move((buffer) => buffer.wordEnd(unpunctuated));

/** BusyBox's keys, by key name (lineedit.c, read_line_input). */
const KEYS: Readonly<Record<string, Binding>> = {
  char: selfInsert,
  enter: accept,
  interrupt,
  hangup,
  'C-c': interrupt,
  'C-d': deleteOrEnd,
  delete: (session) => remove(session, 1),
  backspace: (session) => rubout(session),
  'C-h': (session) => rubout(session),
  'C-a': lineStart,
  home: lineStart,
  'C-e': lineEnd,
  end: lineEnd,
  'C-b': backward,
  left: backward,
  'C-f': forward,
  right: forward,
  'M-b': wordLeft,
  'M-left': wordLeft,
  'C-left': wordLeft,
  'M-f': wordRight,
  'M-right': wordRight,
  'C-right': wordRight,
  'C-k': killToEnd,
  'C-u': killToStart,
  'C-w': killBlankWord,
  'M-d': killWord,
  'M-backspace': killWordBackward,
  'M-C-h': killWordBackward,
  'C-l': clearScreen,
  'C-p': goBy(-1),
  up: goBy(-1, 2), // get_previous_history rings, and so does the key
  'C-n': goBy(1),
  down: goBy(1),
  'C-r': search,
  tab: completeOrList,
};

/** Does what a key is bound to; an unbound one does nothing. After Alt with a letter that means nothing, the letter is typed. */
export function* obeyLineedit(session: LineeditSession, key: Key): Task<void> {
  if (key.name === 'cursor-position') return session.display.shift(Number(key.text.split(';')[1]));
  const typed = !KEYS[key.name] && /^M-.$/u.test(key.name) ? { name: 'char', text: key.text } : key;
  const waiting = KEYS[typed.name]?.(session, typed);
  if (waiting) yield* waiting;
}
