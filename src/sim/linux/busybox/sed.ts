import type { SedProblem } from '../text/sed/script.ts';
import { sed as edit, type SedSpeech } from '../text/sed/sed.ts';
import { applet } from './applet.ts';

function message({ fault, word, why }: SedProblem): string {
  switch (fault) {
    case 'unknown command':
      return `unsupported command ${word}`;
    case 'option of s':
      return 'bad option in substitution expression';
    case 'no second address':
      return 'no address after comma';
    case 'label':
      return `can't find label for jump to '${word}'`;
    case 'regex':
      return `bad regex '${word}': ${why}`;
    case 'no file':
      return 'empty filename';
    case 'missing command':
      return 'missing command';
    default:
      return "unmatched '/'";
  }
}

const SPEECH: SedSpeech = {
  gnu: false,
  problem: (problem) => ({ message: message(problem), status: 1 }),
  unreadable: (path, reason) => `${path}: ${reason}`,
  unreadableStatus: 1,
  noScript: (path) => ({ before: `can't open '${path}'`, status: 1 }),
};

/** sed: edits text by a script. */
export const sed = applet({
  short: 'i::rEnse:f:',
  long: { expression: 'e', regexp: 'r', 'in-place': 'i', quiet: 'n', silent: 'n' },
  run: (call) => edit(call, SPEECH),
});
