import type { History, HistoryEntry } from '../../protocol.ts';
import { parseHistory } from '../kept-lab.ts';

/** What is before a lab's text: other versions are not read. */
const VERSION = '1.';
/** A text that unpacks to more than this is no lab of a person's (bytes). */
const MOST_UNPACKED = 8 * 1024 * 1024;

/** Why a text is not taken for a lab. */
export type Refusal = 'version' | 'damaged';

/** An entry without names: the time since the one before (µs), the kind, and its fields. */
type PackedEntry = readonly [passed: number, kind: HistoryEntry['kind'], ...fields: (string | number)[]];

const fieldsOf = (entry: HistoryEntry): (string | number)[] => {
  switch (entry.kind) {
    case 'input':
      return [entry.terminal, entry.data];
    case 'close':
      return [entry.terminal];
    case 'request':
      return [entry.data];
    case 'done':
      return [entry.block];
    default:
      return [entry.terminal, entry.columns, entry.rows];
  }
};

/** A lab as text that a URL bears: its history, packed, deflated (RFC 1951) and in base64url. */
export async function encodeLab({ seed, epoch, entries, now }: History): Promise<string> {
  let before = 0;
  const packed = entries.map((entry): PackedEntry => {
    const passed = entry.at - before;
    before = entry.at;
    return [passed, entry.kind, ...fieldsOf(entry)];
  });
  const text = JSON.stringify([seed, epoch, now, packed]);
  const bytes = await read(
    new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw')),
    Number.POSITIVE_INFINITY,
  );
  return VERSION + toBase64Url(bytes);
}

/** The lab in a text, or why there is none that can be read. Never throws. */
export async function decodeLab(text: string): Promise<History | Refusal> {
  if (!text.startsWith(VERSION)) return /^\d+\./.test(text) ? 'version' : 'damaged';
  try {
    const bytes = fromBase64Url(text.slice(VERSION.length));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const json: unknown = JSON.parse(new TextDecoder().decode(await read(unpacked, MOST_UNPACKED)));
    return parseHistory(JSON.stringify(unpack(json))) ?? 'damaged';
  } catch {
    return 'damaged';
  }
}

/** Whether it is a sound history is for {@link parseHistory} to say. */
function unpack(packed: unknown): unknown {
  if (!Array.isArray(packed) || !Array.isArray(packed[3])) return undefined;
  const [seed, epoch, now, entries] = packed;
  let at = 0;
  return {
    version: 1,
    seed,
    epoch,
    now,
    entries: entries.map((entry) => unpackEntry(entry, (passed) => (at += passed))),
  };
}

function unpackEntry(entry: unknown, later: (passed: number) => number): unknown {
  if (!Array.isArray(entry)) return undefined;
  const [passed, kind, first, second, third] = entry;
  const common = { at: later(Number(passed)), kind };
  if (kind === 'done') return { ...common, block: first };
  if (kind === 'request') return { ...common, data: first };
  if (kind === 'input') return { ...common, terminal: first, data: second };
  return kind === 'close'
    ? { ...common, terminal: first }
    : { ...common, terminal: first, columns: second, rows: third };
}

/** All of a stream. Throws where it is longer than `most`. */
async function read(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    length += chunk.value.length;
    if (length > most) {
      await reader.cancel();
      throw new Error('too long');
    }
    chunks.push(chunk.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
