import { expect, test } from 'vitest';
import { ashText } from './ash-text.ts';
import { readCommand } from './parse/read-command.ts';

function text(source: string): string {
  const reading = readCommand(source, 0, { dialect: 'ash', aliases: new Map(), final: true });
  return reading.kind === 'command' ? reading.script.map(({ command }) => ashText(command)).join('; ') : reading.kind;
}

// each was seen in BusyBox 1.37's `jobs`
test.each([
  [
    'if sleep 1; then echo a; elif true; then b; else echo b; fi',
    'if sleep 1; then echo a; else if true; then b; else echo b; fi; fi',
  ],
  ['while sleep 1; do echo x; break; done | cat', 'while sleep 1; do echo x; break; done | cat'],
  ['for i in 1 "2 3"; do sleep 1; done > /dev/null', 'for i in 1 "2 3"; do sleep 1; done'],
  ['for i do sleep 1; done', 'for i in "${@}"; do sleep 1; done'],
  ['case a$x in a|b) sleep 1;; c) ;; esac', 'case a${x} in a) sleep 1;; c) ;; esac'],
  ['{ f() { a; }; sleep 1; }', 'f() { ... }; sleep 1'],
  ["{ ! sleep 1; x=1 y='a b' sleep 1 >f 2>&1 <g; }", '!sleep 1; sleep 1 1>f 2>&1 0<g'],
  [
    '(sleep 1 & echo `ls` $(ls) $((1+2)) ${a:-"b c"} "a$x b" \'q"$\' \\$z $\'a\\tb\')',
    '(sleep 1; echo $(...) $(...) $((1+2)) ${a:-"b c"} "a${x} b" "q\\"\\$" $z "a\tb")',
  ],
  ['until sleep 1; do true; done <<E\na\nE\n', 'until sleep 1; do true; done'],
  ['{ sleep 1; cat <<E; }\nhi\nE\n', 'sleep 1; cat <<...'],
  ['{ sleep 2 && a || b; sleep 3 & >x; }', 'sleep 2 && a || b; sleep 3;  1>x'],
])('%j', (source, expected) => {
  expect(text(source)).toBe(expected);
});
