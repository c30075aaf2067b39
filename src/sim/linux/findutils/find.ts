import { defineProgram, Failure } from '../call.ts';
import { find as walk } from '../files/find/find.ts';
import type { FindSpeech } from '../files/find/found.ts';

const wrong = (message: string): Failure => new Failure(message);

const SPEECH: FindSpeech = {
  gnu: true,
  quoted: (text) => `‘${text}’`,
  unknown: (word) => wrong(`unknown predicate \`${word}'`),
  missing: (word) =>
    wrong(
      word === '!' || word === '-not' ? `expected an expression after '${word}'` : `missing argument to \`${word}'`,
    ),
  wrongType: (letter) => wrong(`Unknown argument to -type: ${letter}`),
  wrongNumber: (word, option) =>
    wrong(
      /depth$/.test(option)
        ? `Expected a positive decimal integer argument to ${option}, but got ‘${word}’`
        : `invalid argument \`${word}' to \`${option}'`,
    ),
  wrongUser: (word, option) =>
    wrong(`invalid ${option.slice(1)} name or ${option === '-user' ? 'UID' : 'GID'} argument to ${option}: ‘${word}’`),
  wrongMode: (word) => wrong(`invalid file mode ‘${word}’`),
  unpaired: () => wrong("invalid expression; I was expecting to find a ')' somewhere but did not see one."),
  misplaced: (word) => wrong(`paths must precede expression: \`${word}'`),
};

/** GNU find: looks for files. */
export const find = defineProgram({ literal: true, run: (call) => walk(call, SPEECH) }, function* () {
  return 1;
});
