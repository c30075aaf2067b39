import { Failure, Misuse } from '../call.ts';
import { find as walk } from '../files/find/find.ts';
import type { FindSpeech } from '../files/find/found.ts';
import { applet } from './applet.ts';

/** An expression that is answered by the usage, behind a line that says why. */
class Unrecognized extends Error {}

const wrong = (message: string): Failure => new Failure(message);

const SPEECH: FindSpeech = {
  gnu: false,
  quoted: (text) => text,
  unknown: (word) => new Unrecognized(word),
  missing: (word) => wrong(`${word} requires an argument`),
  wrongType: (letter) => wrong(`invalid argument '${letter}' to '-type'`),
  wrongNumber: (word) => wrong(`invalid number '${word}'`),
  wrongUser: (word, option) => wrong(`unknown ${option.slice(1)} ${word}`),
  wrongMode: (word) => wrong(`invalid mode '${word}'`),
  unpaired: () => wrong("unpaired '('"),
  misplaced: (word) => new Unrecognized(word),
};

/** find: looks for files. */
export const find = applet({
  literal: true,
  *run(call) {
    try {
      return yield* walk(call, SPEECH);
    } catch (error) {
      if (!(error instanceof Unrecognized)) throw error;
      yield* call.warn(`unrecognized: ${error.message}`);
      throw new Misuse();
    }
  },
});
