import type { Block, RunRefusal } from './protocol.ts';
import type { Session } from './session.ts';

/** A block being carried out: yields how long it wants to wait (µs of the lab's time), returns why it gave up, if it did. */
export type Run = Generator<number, RunRefusal | undefined, void>;

const MILLISECOND = 1_000;
const SECOND = 1_000_000;

/** Between two keys, and before Enter: as fast as a quick typist, slow enough to be seen. */
const KEY_PAUSE = 28 * MILLISECOND;
const ENTER_PAUSE = 250 * MILLISECOND;
/** How often a running program is looked at. */
const LOOK = 20 * MILLISECOND;
/** A prompt counts once it has stood this long: what follows a command may come a moment later. */
const STILL = 60 * MILLISECOND;
/** How long an interrupted program may take to end. */
const INTERRUPT_PATIENCE = 3 * SECOND;
/** How long a line may run without coming back to a prompt. */
const PATIENCE = 90 * SECOND;

const CONTROL_KEYS: Readonly<Record<string, string>> = { '^C': '\x03', '^D': '\x04' };
const DEFAULT_SIZE = { columns: 80, rows: 24 };

/** Carries out blocks in turn, as a person would. `hurry`: no pauses between keys. */
export function* runBlocks(session: Session, blocks: readonly Block[], hurry: boolean): Run {
  for (const block of blocks) {
    const refusal = yield* runBlock(session, block, hurry);
    if (refusal !== undefined) return refusal;
    if (block.id !== '') session.act({ kind: 'done', block: block.id });
  }
  return undefined;
}

function* runBlock(session: Session, block: Block, hurry: boolean): Run {
  const refusal = yield* prepare(session, block);
  if (refusal !== undefined) return refusal;
  for (const [index, line] of block.lines.entries()) {
    const shown = session.linesShown(block.terminal);
    yield* typeLine(session, block.terminal, line, hurry);
    const next = block.lines[index + 1];
    // The typed line's own end is shown too.
    if (next === undefined && block.pause !== undefined) yield* waitForLines(session, block, shown + 1 + block.pause);
    else if (
      !(yield* waitForPrompt(session, block.terminal, PATIENCE)) &&
      next !== undefined &&
      !(next in CONTROL_KEYS)
    ) {
      return { reason: 'busy', block: block.id, terminal: block.terminal };
    }
  }
  return undefined;
}

/** Opens the terminal where it is missing, interrupts what still runs in it, and looks whether it stands where the block wants it. */
function* prepare(session: Session, block: Block): Run {
  const { terminal } = block;
  if (session.state(terminal) === undefined) session.act({ kind: 'open', terminal, ...DEFAULT_SIZE });
  const begins = block.lines[0] ?? '';
  if (begins in CONTROL_KEYS) return undefined;
  if (!(yield* waitForPrompt(session, terminal, SECOND)) || session.state(terminal)?.awaits === 'line') {
    session.act({ kind: 'input', terminal, data: '\x03' });
    if (!(yield* waitForPrompt(session, terminal, INTERRUPT_PATIENCE))) {
      return { reason: 'busy', block: block.id, terminal };
    }
  }
  const place = session.state(terminal)?.container === undefined ? 'host' : 'container';
  return place === block.place ? undefined : { reason: 'place', block: block.id, terminal, expected: block.place };
}

function* typeLine(session: Session, terminal: string, line: string, hurry: boolean): Generator<number, void, void> {
  const key = CONTROL_KEYS[line];
  if (key !== undefined) return session.act({ kind: 'input', terminal, data: key });
  if (hurry) return session.act({ kind: 'input', terminal, data: `${line}\r` });
  for (const char of line) {
    session.act({ kind: 'input', terminal, data: char });
    yield KEY_PAUSE;
  }
  yield ENTER_PAUSE;
  session.act({ kind: 'input', terminal, data: '\r' });
}

/** Waits until a prompt, a question or the shell's end stands still; false when that takes longer than `patience`. */
function* waitForPrompt(session: Session, terminal: string, patience: number): Generator<number, boolean, void> {
  const end = session.now + patience;
  while (session.now <= end) {
    const awaits = session.state(terminal)?.awaits ?? 'closed';
    if (awaits === 'closed') return true;
    if (awaits !== 'nothing' && session.still(terminal) >= STILL) return true;
    yield LOOK;
  }
  return false;
}

/** Waits until so many lines were shown, or the program ended without. */
function* waitForLines(session: Session, { terminal }: Block, lines: number): Generator<number, void, void> {
  const end = session.now + PATIENCE;
  while (session.now <= end && session.linesShown(terminal) < lines) {
    if (session.state(terminal)?.awaits !== 'nothing') return;
    yield LOOK;
  }
}
