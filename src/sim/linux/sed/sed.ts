import { defineProgram } from '../call.ts';
import type { SedFault, SedProblem } from '../text/sed/script.ts';
import { sed as edit, type SedSpeech } from '../text/sed/sed.ts';
import { SED_USAGE } from './usage.ts';

const MESSAGES: Readonly<Record<SedFault, (word: string, why: string) => string>> = {
  unterminated: (word) => `unterminated ${word}`,
  'unknown command': (word) => `unknown command: \`${word}'`,
  'missing command': () => 'missing command',
  'extra characters': () => 'extra characters after command',
  'option of s': () => "unknown option to `s'",
  'no second address': () => "unexpected `,'",
  'no text': () => "expected \\ after `a', `c' or `i'",
  'no file': () => 'missing filename in r/R/w/W commands',
  'no label': () => '":" lacks a label',
  'label with address': (word) => `${word} doesn't want any addresses`,
  'unmatched {': () => "unmatched `{'",
  'unexpected }': () => "unexpected `}'",
  'lengths of y': () => "strings for `y' command are different lengths",
  reference: (word) => `invalid reference \\${word} on \`s' command's RHS`,
  'negated twice': () => "multiple `!'s",
  'printed twice': () => "multiple `p' options to `s' command",
  'line zero': () => 'invalid usage of line address 0',
  regex: (_, why) => why,
  label: (word) => `can't find label for jump to \`${word}'`,
};

/** « -e expression #1, char 7: … »: which expression, and how much of it was read. */
function place(at: number, expressions: readonly string[]): string {
  let left = at;
  let number = 1;
  for (const { length } of expressions.slice(0, -1)) {
    if (left <= length) break;
    left -= length + 1;
    number++;
  }
  return `-e expression #${number}, char ${left}: `;
}

function problem({ fault, word, why, at }: SedProblem, expressions: readonly string[]) {
  const message = MESSAGES[fault](word, why);
  return fault === 'label' ? { message, status: 4 } : { message: place(at, expressions) + message, status: 1 };
}

const SPEECH: SedSpeech = {
  gnu: true,
  problem,
  unreadable: (path, reason) => `${reason === 'Is a directory' ? "couldn't edit" : "can't read"} ${path}: ${reason}`,
  unreadableStatus: 2,
  noScript: (path) => ({ before: `couldn't open file ${path}`, status: 4 }),
};

/** GNU sed: edits text by a script. */
export const sed = defineProgram(
  {
    short: 'nre:f:i::El:suz',
    long: {
      ...{ quiet: 'n', silent: 'n', expression: 'e', file: 'f', 'in-place': 'i', 'line-length': 'l', separate: 's' },
      ...{ 'regexp-extended': 'E', unbuffered: 'u', 'null-data': 'z', debug: 'debug', posix: 'posix' },
      ...{ 'follow-symlinks': 'follow-symlinks', sandbox: 'sandbox', help: 'help', version: 'version' },
    },
    lacks: ['l', 'z', 'debug', 'posix', 'sandbox', 'follow-symlinks', 'help', 'version'],
    run: (call) => edit(call, SPEECH),
  },
  function* (sys, name, { about, text }) {
    yield* sys.write(2, `${about === 'option' ? `${name}: ${text}\n` : ''}${SED_USAGE}`);
    return 1;
  },
);
