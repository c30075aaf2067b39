import { defineProgram } from '../call.ts';
import { GREP_OPTIONS, grep as search } from '../text/grep.ts';

const HINT = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";

/** GNU grep: lines that match. */
export const grep = defineProgram(
  {
    short: `${GREP_OPTIONS}IPTUVZzd:D:`,
    long: {
      ...{ color: 'color::', colour: 'color::', count: 'c', 'extended-regexp': 'E', 'fixed-strings': 'F' },
      ...{ 'ignore-case': 'i', 'invert-match': 'v', 'line-number': 'n', 'max-count': 'm', 'only-matching': 'o' },
      ...{ quiet: 'q', recursive: 'r', regexp: 'e', silent: 'q', 'word-regexp': 'w', 'line-regexp': 'x' },
      ...{ 'files-with-matches': 'l', 'files-without-match': 'L', 'no-filename': 'h', 'with-filename': 'H' },
      ...{ text: 'a', 'after-context': 'A', 'before-context': 'B', context: 'C', help: 'help', version: 'version' },
    },
    lacks: ['P', 'T', 'U', 'V', 'Z', 'z', 'b', 'd', 'D', 'help', 'version'],
    run: (call) => search(call, (_pattern, why) => why),
  },
  function* (sys, name, { about, text }) {
    yield* sys.write(2, `${about === 'option' ? `${name}: ${text}\n` : ''}${HINT}`);
    return 2;
  },
);
