import { words } from './history-expansion.ts';
import type { Session } from './session.ts';

/** Shows the history's entry at `index`, cursor at its end; false when there is none. */
export function showEntry(session: Session, index: number): boolean {
  const { buffer, history, undo } = session;
  const text = history.go(index, buffer.text);
  if (text === undefined) return false;
  undo.clear();
  buffer.set(text);
  return true;
}

/** readline: to another entry, counted from where one is (`previous-history`, `beginning-of-history` …). */
export const goTo =
  (target: (index: number, count: number) => number) =>
  (session: Session): void => {
    const { index, entries } = session.history;
    const to = target(index, entries.length);
    if (to === index || !showEntry(session, to)) session.beep();
    else session.refresh();
  };

/** Alt-. : the last word of the line before; again, of the one before that (`yank-last-arg`). */
export function yankLastArgument(session: Session): void {
  const { buffer, history, undo } = session;
  const again = session.before === 'last-argument';
  const index = (again ? session.argumentIndex : history.index) - 1;
  session.kind = 'last-argument';
  if (index < 0) return session.beep();
  if (again) undo.undo(buffer);
  undo.save(buffer);
  buffer.insert(words(history.at(index)).at(-1) ?? '');
  session.argumentIndex = index;
  session.refresh();
}
