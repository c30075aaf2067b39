import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Task } from '../../kernel/task.ts';
import type { Dialect } from '../dialect.ts';
import type { Completion } from './completion.ts';
import { Screen, Typist } from './terminal-double.ts';
import { clusters, displayWidth } from './width.ts';

const PROMPT = 'hôte:/ $ ';

/** Keys that leave the line to be edited. */
const KEYS = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom('a', 'b', ' ', '-', 'é', 'e\u0301', '日', '本', 'docker network ls', 'aaaa'),
    },
    fc.constantFrom(
      '\x01',
      '\x05',
      '\x02',
      '\x06',
      '\x1b[D',
      '\x1b[C',
      '\x1b[H',
      '\x1b[F',
      '\x1bb',
      '\x1bf',
      '\x1b[1;5D',
    ),
    fc.constantFrom('\x7f', '\x08', '\x1b[3~', '\x0b', '\x15', '\x17', '\x1bd', '\x1b\x7f', '\x14', '\x1bt'),
    fc.constantFrom('\x19', '\x1f', '\x10', '\x0e', '\x1b.', '\x1by', '\x0c', '\x1b[200~un\ndeux\x1b[201~', '\x1bu'),
  ),
  { maxLength: 25 },
);

const HISTORY = ['ls', 'docker container run --name alpine1 -it alpine sh', 'ping 172.17.0.3', '日本語日本語日本語x'];

interface Seen {
  readonly text: string;
  readonly row: number;
  readonly column: number;
}

/** Writes text on a screen whose rows are followed by another as soon as they are full. */
function write(screen: Screen, text: string, columns: number): void {
  for (const cluster of clusters(text)) {
    screen.feed(cluster.replace('\n', '\r\n'));
    if (screen.column === columns) screen.feed('\r\n');
  }
}

function expected(line: string, cursor: number, columns: number): Seen {
  const screen = new Screen(columns);
  write(screen, PROMPT + line.slice(0, cursor), columns);
  let { row, column } = screen;
  const under = clusters(line.slice(cursor))[0] ?? '';
  if (column + displayWidth(under) > columns) [row, column] = [row + 1, 0];
  write(screen, line.slice(cursor), columns);
  return { text: screen.text, row, column };
}

/** A typist whose line can be looked into: Tab tells it to the completion, which knows nothing. */
function observed(dialect: Dialect, columns: number) {
  let line = '';
  let cursor = 0;
  function* complete(text: string, at: number): Task<Completion> {
    [line, cursor] = [text, at];
    return { start: at, candidates: [] };
  }
  const typist = new Typist(dialect, { columns, prompt: PROMPT, history: HISTORY, complete });
  const look = () => {
    typist.press('\t');
    return { line, cursor };
  };
  return { typist, look };
}

test.each(['bash', 'ash'] as const)(
  '%s: whatever keys come, the screen shows the prompt and the line, cursor in place',
  (dialect) => {
    fc.assert(
      fc.property(KEYS, fc.integer({ min: 12, max: 30 }), (keys, columns) => {
        const { typist, look } = observed(dialect, columns);
        typist.press('\x0c');
        for (const key of keys) {
          typist.press(key);
          const { line, cursor } = look();
          const { text, row, column } = typist.terminal.screen;
          expect({ text, row, column }).toEqual(expected(line, cursor, columns));
        }
      }),
      { numRuns: 120 },
    );
  },
);

test.each(['bash', 'ash'] as const)('%s: a terminal made wider or narrower shows the line again', (dialect) => {
  const { typist } = observed(dialect, 20);
  typist.press('\x0cdocker container run -it alpine sh\x1b[D\x1b[D');
  typist.resize(40);
  expect(typist.screen).toBe('hôte:/ $ docker container run -it alpine\n sh');
  typist.press('X');
  expect(typist.screen).toBe('hôte:/ $ docker container run -it alpine\n Xsh');
});
