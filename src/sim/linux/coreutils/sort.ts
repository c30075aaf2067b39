import { SORT_OPTIONS, sort as sortFiles } from '../text/sort-input.ts';
import { gnu } from './gnu.ts';

/** sort: lines in order. */
export const sort = gnu({
  short: `${SORT_OPTIONS}mRST:`,
  long: {
    'numeric-sort': 'n',
    reverse: 'r',
    unique: 'u',
    key: 'k',
    'field-separator': 't',
    'ignore-case': 'f',
    output: 'o',
    stable: 's',
    'human-numeric-sort': 'h',
    'version-sort': 'V',
    check: 'c',
  },
  lacks: ['z', 'm', 'R', 'S', 'T'],
  misuse: 2,
  run: (call) =>
    sortFiles(
      call,
      {
        open: (path, reason) => `cannot read: ${path}: ${reason}`,
        read: (path, reason) => `read failed: ${path}: ${reason}`,
        badKey: (text) => `invalid number at field start: invalid count at start of ‘${text}’`,
      },
      2,
    ),
});
