import { base64 as encode } from '../text/base64.ts';
import { HEXDUMP_OPTIONS, hexdump as showHex } from '../text/hexdump.ts';
import { OD_OPTIONS, od as showOctal } from '../text/od.ts';
import { applet } from './applet.ts';

/** base64, od and hexdump: bytes as text. */
export const base64 = applet({ short: 'dw:', run: (call) => encode(call, 'truncated input') });
export const od = applet({ short: OD_OPTIONS, lacks: ['f', 'l', 'S', 'w'], run: showOctal });
export const hexdump = applet({ short: HEXDUMP_OPTIONS, lacks: ['e', 'f'], run: showHex });
