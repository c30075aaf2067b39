import { type Dissection, LOST } from './dissection.ts';

const LONGEST_TOKEN = 128;
/** WebDAV's methods are among those that are known; so are responses by their code. */
const METHODS = new Set(
  'GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE DELETE SEARCH UNLOCK REPORT UPDATE NOTIFY BDELETE CONNECT OPTIONS CHECKIN PROPFIND CHECKOUT CCM_POST SUBSCRIBE PROPPATCH BPROPFIND BPROPPATCH UNCHECKOUT MKACTIVITY MKWORKSPACE UNSUBSCRIBE RPC_CONNECT VERSION-CONTROL BASELINE-CONTROL'.split(
    ' ',
  ),
);

const isPrintable = (byte: number): boolean => byte > 0x1f && byte < 0x7f;
const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 13 || byte === 10;

/** The word at `at`, and where the next one begins; undefined where there is none. */
function tokenAt(bytes: Uint8Array, at: number, length: number): { text: string; next: number } | undefined {
  let i = at;
  let text = '';
  for (; i < bytes.length && !isBlank(bytes[i] ?? 0); i++) {
    const byte = bytes[i] ?? 0;
    if (!isPrintable(byte) || text.length > LONGEST_TOKEN) return undefined;
    text += String.fromCharCode(byte);
  }
  if (text === '' || (i === bytes.length && i < length)) return undefined;
  while (bytes[i] === 32) i++;
  return { text, next: i };
}

function isHead(bytes: Uint8Array, length: number): boolean {
  const first = tokenAt(bytes, 0, length);
  if (first === undefined) return false;
  if (METHODS.has(first.text.toUpperCase())) return true;
  return /^\d{3}$/.test(tokenAt(bytes, first.next, length)?.text ?? '');
}

/** One line of text; its end is undefined where it is not text, or not all there. */
function lineAt(bytes: Uint8Array, at: number, length: number): { text: string | undefined; next: number | undefined } {
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    const ends = byte === 10 ? 1 : byte === 13 && bytes[i + 1] === 10 ? 2 : 0;
    if (ends > 0) return { text: latin(bytes.subarray(at, i)), next: i + ends };
    if (!isPrintable(byte) && byte !== 9) return { text: undefined, next: undefined };
  }
  if (bytes.length < length) throw LOST;
  return { text: latin(bytes.subarray(at)), next: undefined };
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** print-http.c: the first line of a request or a response, with -v all lines of text. */
export function printHttp(d: Dissection, at: number, length: number): void {
  d.protocol = 'http';
  d.print('HTTP');
  const bytes = d.bytes.subarray(at, Math.min(at + length, d.end));
  if (!isHead(bytes, length)) return;
  const verbose = d.options.v > 0;
  if (verbose) d.print(`, length: ${length}`);
  for (let next: number | undefined = 0; next !== undefined && next < length; ) {
    const line = lineAt(bytes, next, length);
    if (line.text !== undefined) d.print(`${verbose ? '\n\t' : ': '}${line.text}`);
    next = verbose ? line.next : undefined;
  }
}
