import { concatenate } from '../text/cat.ts';
import { gnu } from './gnu.ts';

/** cat: prints files. */
export const cat = gnu({
  short: 'AbeEnstTuv',
  long: {
    'show-all': 'A',
    'number-nonblank': 'b',
    'show-ends': 'E',
    number: 'n',
    'squeeze-blank': 's',
    'show-tabs': 'T',
    'show-nonprinting': 'v',
  },
  run: (call) =>
    concatenate(call, {
      cannotOpen: (path, reason) => `${path}: ${reason}`,
      cannotRead: (path, reason) => `${path}: ${reason}`,
    }),
});
