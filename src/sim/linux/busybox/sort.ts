import { PLAIN } from '../inputs.ts';
import { SORT_OPTIONS, sort as sortFiles } from '../text/sort-input.ts';
import { applet } from './applet.ts';

/** sort: lines in order. */
export const sort = applet({
  short: SORT_OPTIONS,
  lacks: ['z'],
  run: (call) => sortFiles(call, { ...PLAIN, badKey: () => 'bad field specification' }, 1),
});
