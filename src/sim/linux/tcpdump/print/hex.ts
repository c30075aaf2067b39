import type { Dissection } from './dissection.ts';

const LINE = 16;

const visible = (byte: number): string => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');
const offset = (at: number): string => `0x${at.toString(16).padStart(4, '0')}: `;

function words(line: Uint8Array): string {
  let text = '';
  line.forEach((byte, i) => {
    text += `${i % 2 === 0 ? ' ' : ''}${byte.toString(16).padStart(2, '0')}`;
  });
  return text;
}

function* linesOf(bytes: Uint8Array): Generator<readonly [number, Uint8Array]> {
  for (let at = 0; at < bytes.length; at += LINE) yield [at, bytes.subarray(at, at + LINE)];
}

/** -x */
export function hexDump(bytes: Uint8Array): string {
  let text = '';
  for (const [at, line] of linesOf(bytes)) text += `\n\t${offset(at)}${words(line)}`;
  return text;
}

/** -X */
export function hexAndAsciiDump(bytes: Uint8Array, indent = '\n\t'): string {
  let text = '';
  for (const [at, line] of linesOf(bytes))
    text += `${indent}${offset(at)}${words(line).padEnd(40)}  ${[...line].map(visible).join('')}`;
  return text;
}

/** -A: a CR shows only where it does not end a line. */
export function asciiDump(bytes: Uint8Array): string {
  let text = '\n';
  bytes.forEach((byte, i) => {
    if (byte === 13) text += i + 2 < bytes.length && bytes[i + 1] !== 10 ? '.' : '';
    else text += byte === 9 || byte === 10 || byte === 32 ? String.fromCharCode(byte) : visible(byte);
  });
  return text;
}

/** What is no protocol's: in hexadecimal, unless the whole packet will be shown so. */
export function defaultDump(d: Dissection, at: number, count: number): void {
  d.print(hexAndAsciiDump(d.bytes.subarray(at, Math.min(at + count, d.end))));
  if (at + count > d.end) d.truncated();
}
