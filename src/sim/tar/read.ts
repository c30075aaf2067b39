import { BLOCK, type TarEntry, TYPE_FLAGS } from './entry.ts';

const decoder = new TextDecoder();

/** An archive that ends too early, or is none. `message` is Go's archive/tar's. */
export class TarError extends Error {}

const unexpectedEnd = () => new TarError('unexpected EOF');

/** The entries of an archive. Throws {@link TarError}. */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let pax: ReadonlyMap<string, string> = new Map();
  let longName: string | undefined;
  for (let at = 0; at < archive.length; ) {
    const block = archive.subarray(at, at + BLOCK);
    if (block.length < BLOCK) throw unexpectedEnd();
    if (block.every((byte) => byte === 0)) return;
    const head = parseHeader(block);
    const data = archive.slice(at + BLOCK, at + BLOCK + head.size);
    if (data.length < head.size) throw unexpectedEnd();
    at += BLOCK + Math.ceil(head.size / BLOCK) * BLOCK;
    if (head.flag === 'x') pax = parseRecords(decoder.decode(data));
    else if (head.flag === 'L') longName = decoder.decode(data).replace(/\0.*$/s, '');
    else if (head.flag !== 'g') {
      yield { ...entryOf(head, data), ...named(pax, longName) };
      pax = new Map();
      longName = undefined;
    }
  }
}

function named(pax: ReadonlyMap<string, string>, longName: string | undefined): Partial<TarEntry> {
  const name = pax.get('path') ?? longName;
  const target = pax.get('linkpath');
  const mtime = pax.get('mtime');
  return {
    ...(name !== undefined && { name }),
    ...(target !== undefined && { target }),
    ...(mtime !== undefined && { mtime: Math.floor(Number(mtime)) }),
  };
}

interface Header extends Omit<TarEntry, 'type' | 'data'> {
  readonly flag: string;
  readonly size: number;
}

function parseHeader(block: Uint8Array): Header {
  const text = (at: number, length: number): string =>
    decoder.decode(block.subarray(at, at + length)).replace(/\0.*$/s, '');
  const octal = (at: number, length: number): number => Number.parseInt(text(at, length).trim() || '0', 8);
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (octal(148, 8) !== sum) throw new TarError('archive/tar: invalid tar header');
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
  return {
    name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    ...{ mode: octal(100, 8) & 0o7777, uid: octal(108, 8), gid: octal(116, 8), mtime: octal(136, 12) },
    ...{ size: octal(124, 12), flag: text(156, 1), target: text(157, 100) },
    ...(block[265] && { user: text(265, 32), group: text(297, 32) }),
  };
}

const TYPES = new Map(Object.entries(TYPE_FLAGS).map(([type, flag]) => [flag, type as TarEntry['type']] as const));

const entryOf = ({ flag, size: _, ...rest }: Header, data: Uint8Array): TarEntry => ({
  ...rest,
  type: rest.name.endsWith('/') ? 'directory' : (TYPES.get(flag as '0') ?? 'file'),
  data,
});

function parseRecords(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^\d+ ([^=]+)=(.*)$/s.exec(line);
    if (match !== null) found.set(match[1] as string, match[2] as string);
  }
  return found;
}
