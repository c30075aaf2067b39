import type { Task } from '../../kernel/task.ts';
import type { Key } from './keys.ts';
import type { Session } from './session.ts';

/** BusyBox waits that long for what follows an ESC (read_key.c). */
export const ESCAPE_TIMEOUT = 50_000;

/** Ctrl-R in BusyBox (lineedit.c, reverse_i_search). The key that ended it, still to be obeyed. */
export function* searchBackward(session: Session): Task<Key> {
  let pattern = '';
  draw(session, pattern);
  for (;;) {
    const key = yield* session.nextKey(ESCAPE_TIMEOUT);
    const wanted = extended(pattern, key);
    if (wanted === undefined) {
      session.write(session.display.redraw(session.line));
      return key;
    }
    if (find(session, wanted, key.name === 'C-r')) {
      pattern = wanted;
      draw(session, pattern);
    } else {
      // Where nothing is found, a character just typed is forgotten.
      pattern = wanted.length < pattern.length ? wanted : pattern;
      session.beep();
    }
  }
}

function extended(pattern: string, key: Key): string | undefined {
  if (key.name === 'C-r') return pattern;
  if (key.name === 'char') return pattern + key.text;
  if (key.name === 'backspace' || key.name === 'C-h') return [...pattern].slice(0, -1).join('');
  return undefined;
}

function find(session: Session, pattern: string, older: boolean): boolean {
  const { history, buffer } = session;
  for (let i = history.index - (older ? 1 : 0); i >= 0; i--) {
    const at = i < history.entries.length ? history.at(i).indexOf(pattern) : -1;
    if (at < 0) continue;
    const text = history.go(i, history.at(history.index)) as string;
    buffer.set(text);
    buffer.offset = at;
    return true;
  }
  return false;
}

function draw(session: Session, pattern: string): void {
  session.write(session.display.redraw(session.line, `(reverse-i-search)'${pattern}': `));
}
