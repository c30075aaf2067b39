import type { Task } from '../../kernel/task.ts';
import { alphanumeric, type LineBuffer, unblank } from './buffer.ts';
import { complete } from './complete-word.ts';
import {
  atEnd,
  atStart,
  backward,
  type Command,
  changeWord,
  deleteBackward,
  deleteForward,
  forward,
  insert,
  kill,
  lineEnd,
  lineStart,
  orRing,
  transposeCharacters,
  transposeWords,
  wordBackward,
  wordForward,
} from './editing.ts';
import { goTo, yankLastArgument } from './history-keys.ts';
import { searchIncrementally } from './incremental-search.ts';
import type { Key } from './keys.ts';
import type { ReadlineDisplay } from './readline-display.ts';
import type { Session } from './session.ts';

/** bash draws with readline's display. */
export type ReadlineSession = Session<ReadlineDisplay>;
type Binding = (session: ReadlineSession, key: Key) => void | Task<void>;

const CLEAR_SCREEN = '\x1b[H\x1b[2J';
export const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l\r';

const not = (test: (buffer: LineBuffer) => boolean) => (buffer: LineBuffer) => !test(buffer);

/** What was typed meanwhile goes in at once, and is drawn once (text.c, rl_insert). */
function* selfInsert(session: ReadlineSession, key: Key): Task<void> {
  let typed = key;
  while (typed.name === 'char') {
    session.undo.saveTyping(session.buffer);
    session.buffer.insert(typed.text);
    if (!(yield* session.keys.pending())) return session.refresh();
    typed = yield* session.nextKey();
  }
  session.refresh();
  session.unread(typed);
}

function* quotedInsert(session: ReadlineSession): Task<void> {
  const key = yield* session.nextKey(0);
  if (key.name === 'interrupt' || key.name === 'hangup') session.unread(key);
  else insert(session, key.text);
}

/** A paste is inserted as it is, newlines included, and shown in reverse video (`enable-active-region`). */
const paste: Binding = (session, key) => {
  const from = session.buffer.cursor;
  session.undo.save(session.buffer);
  session.buffer.insert(key.text.replaceAll('\r', '\n'));
  session.standout = [from, session.buffer.cursor];
  session.refresh();
};

const accept: Binding = (session) => {
  session.history.accept();
  session.write(session.display.finish() + PASTE_OFF);
  session.result = { kind: 'line', text: session.buffer.text };
};

const hangup: Binding = (session) => {
  session.write(`${PASTE_OFF}\n`);
  session.result = { kind: 'eof' };
};

/** What readline and bash between them write when SIGINT comes. */
const interrupt: Binding = (session) => {
  session.write(`^C${session.display.toLastRow()}${PASTE_OFF}${PASTE_ON}${PASTE_OFF}\n`);
  session.result = { kind: 'interrupted' };
};

const deleteOrEnd: Binding = (session, key) => {
  if (session.buffer.length === 0) return hangup(session, key);
  return atEnd(session.buffer) ? session.beep() : deleteForward(session);
};

const clearScreen: Binding = (session) => session.write(CLEAR_SCREEN + session.display.drawAnew(session.line));

const undo: Binding = (session) => {
  if (session.undo.undo(session.buffer)) session.refresh();
  else session.beep();
};

const yank: Binding = (session) => {
  const text = session.kills.current;
  session.kind = 'yank';
  if (text !== undefined) insert(session, text);
};

/** Right after a yank: the entry of the kill ring before it instead. */
const yankPop: Binding = (session, key) => {
  if (session.before !== 'yank') return session.beep();
  session.undo.undo(session.buffer);
  session.kills.rotate();
  return yank(session, key);
};

const revert: Binding = (session) => {
  while (session.undo.undo(session.buffer));
  session.refresh();
};

function* search(session: ReadlineSession): Task<void> {
  const key = yield* searchIncrementally(session);
  if (key) session.unread(key);
}

const ring: Command = (session) => session.beep();
const left = orRing(not(atStart), backward);
const right = orRing(not(atEnd), forward);
const rubout = orRing(not(atStart), deleteBackward);
const wordLeft = wordBackward(alphanumeric);
const wordRight = wordForward(alphanumeric);
const killWord = kill((buffer) => buffer.wordEnd(alphanumeric));
const killWordBackward = kill((buffer) => buffer.wordStart(alphanumeric));
const previous = goTo((index) => index - 1);
const next = goTo((index) => index + 1);

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** readline's emacs mode, by key name (emacs_keymap.c). */
const KEYS: Readonly<Record<string, Binding>> = {
  char: selfInsert,
  paste,
  enter: accept,
  hangup,
  interrupt,
  'C-c': interrupt,
  'C-d': deleteOrEnd,
  delete: orRing(not(atEnd), deleteForward),
  backspace: rubout,
  'C-h': rubout,
  'C-a': lineStart,
  home: lineStart,
  'C-e': lineEnd,
  end: lineEnd,
  'C-b': left,
  left,
  'C-f': right,
  right,
  'M-b': wordLeft,
  'C-left': wordLeft,
  'M-left': wordLeft,
  'M-f': wordRight,
  'C-right': wordRight,
  'M-right': wordRight,
  'C-k': kill((buffer) => buffer.length),
  'C-u': orRing(
    not(atStart),
    kill(() => 0),
  ),
  'C-w': orRing(
    not(atStart),
    kill((buffer) => buffer.wordStart(unblank)),
  ),
  'M-d': killWord,
  'C-delete': killWord,
  'M-backspace': killWordBackward,
  'M-C-h': killWordBackward,
  'C-y': yank,
  'M-y': yankPop,
  'C-t': transposeCharacters,
  'M-t': transposeWords(alphanumeric),
  'M-u': changeWord(alphanumeric, (word) => word.toUpperCase()),
  'M-l': changeWord(alphanumeric, (word) => word.toLowerCase()),
  'M-c': changeWord(alphanumeric, capital),
  'C-_': undo,
  'M-r': revert,
  'C-l': clearScreen,
  'C-p': previous,
  up: previous,
  'C-n': next,
  down: next,
  'M-<': goTo(() => 0),
  'M->': goTo((_, count) => count),
  'C-r': search,
  'M-.': yankLastArgument,
  'M-_': yankLastArgument,
  'C-v': quotedInsert,
  'C-q': quotedInsert,
  tab: complete,
  'C-g': ring,
  escape: () => undefined,
};

/** Does what a key is bound to; an unbound one rings. */
export function* obeyReadline(session: ReadlineSession, key: Key): Task<void> {
  const waiting = (KEYS[key.name] ?? ring)(session, key);
  if (waiting) yield* waiting;
}
