import type { Task } from '../../kernel/task.ts';
import { findBuiltin } from '../builtins/table.ts';
import { expandWords } from '../expand/word.ts';
import type { For } from '../parse/ast.ts';
import type { ShellState } from '../shell-state.ts';
import { loopHead, looping, turn } from './compound.ts';
import { takeTurn } from './signals.ts';
import { traceHead } from './trace.ts';

const COLUMNS = 80;

/** The numbered choices; in columns, top to bottom, where they are many (execute_cmd.c, print_select_list). */
function menu(words: readonly string[]): string {
  const width = String(words.length).length;
  const longest = Math.max(...words.map((word) => word.length)) + width + 2 + 2;
  const columns = Math.max(1, Math.min(words.length, Math.floor(COLUMNS / longest)));
  const rows = Math.ceil(words.length / columns) === 1 ? words.length : Math.ceil(words.length / columns);
  const item = (i: number): string => `${String(i + 1).padStart(width)}) ${words[i]}`;
  return Array.from({ length: rows }, (_, row) => {
    const line = words.flatMap((_, i) => (i % rows === row ? [item(i)] : []));
    return `${line.map((text, i) => (i < line.length - 1 ? text.padEnd(longest) : text)).join('')}\n`;
  }).join('');
}

/** bash's `select`: shows choices, reads which one, runs the body, until it breaks out or the input ends. */
export const selectCommand = (state: ShellState, node: For): Task<number> =>
  looping(
    state,
    (function* () {
      const words = node.words === undefined ? state.positional : yield* expandWords(state, node.words);
      yield* traceHead(state, loopHead(node));
      if (words.length === 0) return 0;
      let status = 0;
      let shows = true;
      for (;;) {
        yield* takeTurn(state);
        if (shows) yield* state.sys.write(2, menu(words));
        yield* state.sys.write(2, state.variables.get('PS3') ?? '#? ');
        if ((yield* (findBuiltin('bash', 'read') as NonNullable<ReturnType<typeof findBuiltin>>)(state, [])) !== 0) {
          yield* state.sys.write(1, '\n');
          return 1;
        }
        const reply = state.variables.get('REPLY') ?? '';
        shows = reply === '';
        if (shows) continue;
        state.variables.set(node.name, /^\d+$/.test(reply) ? (words[Number(reply) - 1] ?? '') : '');
        const done = yield* turn(state, node.body);
        status = done.status;
        if (done.ends) return status;
      }
    })(),
  );
