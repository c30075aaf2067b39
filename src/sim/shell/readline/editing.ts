import type { LineBuffer, WordTest } from './buffer.ts';
import type { Session } from './session.ts';

/** What a key does. */
export type Command = (session: Session) => void;

/** Moves the cursor to where `target` says. */
export const move =
  (target: (buffer: LineBuffer) => number): Command =>
  (session) => {
    const { buffer } = session;
    buffer.cursor = target(buffer);
    session.refresh();
  };

export const lineStart = move(() => 0);
export const lineEnd = move((buffer) => buffer.length);
export const backward = move((buffer) => buffer.cursor - 1);
export const forward = move((buffer) => buffer.cursor + 1);
export const wordBackward = (isWord: WordTest): Command => move((buffer) => buffer.wordStart(isWord));
export const wordForward = (isWord: WordTest): Command => move((buffer) => buffer.wordEnd(isWord));

/** readline rings where it cannot move. */
export const orRing =
  (possible: (buffer: LineBuffer) => boolean, command: Command): Command =>
  (session) =>
    possible(session.buffer) ? command(session) : session.beep();

export const atStart = (buffer: LineBuffer): boolean => buffer.cursor === 0;
export const atEnd = (buffer: LineBuffer): boolean => buffer.cursor === buffer.length;

export const deleteForward: Command = (session) => {
  const { buffer } = session;
  session.undo.save(buffer);
  buffer.remove(buffer.cursor, buffer.cursor + 1);
  session.refresh();
};

export const deleteBackward: Command = (session) => {
  const { buffer } = session;
  session.undo.save(buffer);
  buffer.remove(buffer.cursor - 1, buffer.cursor);
  session.refresh();
};

/** Cuts from the cursor to where `target` says, onto the kill ring. */
export const kill =
  (target: (buffer: LineBuffer) => number): Command =>
  (session) => {
    const { buffer } = session;
    const { cursor } = buffer;
    const to = target(buffer);
    session.kind = 'kill';
    if (to === cursor) return;
    session.undo.save(buffer);
    session.kills.add(buffer.remove(cursor, to), to < cursor, session.before === 'kill');
    session.refresh();
  };

/** Swaps the character before the cursor with the one under it and goes on; at the end, the last two. */
export const transposeCharacters: Command = (session) => {
  const { buffer } = session;
  if (buffer.cursor === 0 || buffer.length < 2) return session.beep();
  session.undo.save(buffer);
  if (atEnd(buffer)) buffer.cursor--;
  const { cursor } = buffer;
  const [before, under] = [buffer.slice(cursor - 1, cursor), buffer.slice(cursor, cursor + 1)];
  buffer.remove(cursor - 1, cursor + 1);
  buffer.insert(under + before);
  session.refresh();
};

/** Swaps the word before the cursor with the one after it; at the end, the last two. */
export const transposeWords =
  (isWord: WordTest): Command =>
  (session) => {
    const { buffer } = session;
    const end = buffer.wordEnd(isWord);
    const second = buffer.wordStart(isWord, end);
    const first = buffer.wordStart(isWord, second);
    const firstEnd = buffer.wordEnd(isWord, first);
    if (first === second || firstEnd > second) return session.beep();
    session.undo.save(buffer);
    const swapped = buffer.slice(second, end) + buffer.slice(firstEnd, second) + buffer.slice(first, firstEnd);
    buffer.remove(first, end);
    buffer.insert(swapped);
    session.refresh();
  };

/** Rewrites the word from the cursor on. */
export const changeWord =
  (isWord: WordTest, change: (word: string) => string): Command =>
  (session) => {
    const { buffer } = session;
    const end = buffer.wordEnd(isWord);
    if (end === buffer.cursor) return;
    session.undo.save(buffer);
    buffer.insert(change(buffer.remove(buffer.cursor, end)));
    session.refresh();
  };

export function insert(session: Session, text: string): void {
  session.undo.save(session.buffer);
  session.buffer.insert(text);
  session.refresh();
}
