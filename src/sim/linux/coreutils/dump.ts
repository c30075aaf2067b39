import { base64 as encode } from '../text/base64.ts';
import { OD_OPTIONS, od as showOctal } from '../text/od.ts';
import { gnu } from './gnu.ts';

/** base64 and od: bytes as text. */
export const base64 = gnu({
  short: 'diw:',
  long: { decode: 'd', 'ignore-garbage': 'i', wrap: 'w' },
  lacks: ['i'],
  run: (call) => encode(call, 'invalid input'),
});
export const od = gnu({ short: OD_OPTIONS, lacks: ['f', 'l', 'S', 'w'], run: showOctal });
