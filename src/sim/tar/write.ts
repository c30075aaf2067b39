import { concatBytes } from '../kernel/wire/bytes.ts';
import { BLOCK, type TarEntry, TYPE_FLAGS } from './entry.ts';

const encoder = new TextEncoder();

const NAME_LENGTH = 100;
const PREFIX_LENGTH = 155;

/** What ends an archive: two blocks of zeros. */
const TAR_END = new Uint8Array(2 * BLOCK);

/** An entry's bytes in the archive: header, contents, and what fills the last block (POSIX.1-1988 ustar, pax records where it is too small). */
function writeEntry(entry: TarEntry): Uint8Array {
  const long = longFields(entry);
  const blocks = [
    ...(long === '' ? [] : [header({ ...PAX, data: encoder.encode(long) }, 'x'), padded(encoder.encode(long))]),
    header(entry, TYPE_FLAGS[entry.type]),
    padded(entry.data),
  ];
  return concatBytes(...blocks);
}

const PAX: TarEntry = {
  ...{ name: 'PaxHeaders.0/entry', type: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0, target: '' },
  data: new Uint8Array(0),
};

/** pax records for a name or a link that ustar has no room for. */
function longFields({ name, target }: TarEntry): string {
  const path = split(name) === undefined ? record('path', name) : '';
  return path + (encoder.encode(target).length > NAME_LENGTH ? record('linkpath', target) : '');
}

/** `LENGTH key=value\n`, where the length counts itself. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const size = encoder.encode(rest).length;
  let total = size + String(size).length;
  if (String(total).length > String(size).length) total = size + String(total).length;
  return `${total}${rest}`;
}

/** A name as ustar's two fields hold it; undefined when it does not fit. */
function split(name: string): { prefix: string; name: string } | undefined {
  if (encoder.encode(name).length <= NAME_LENGTH) return { prefix: '', name };
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)];
    if (rest === '' || encoder.encode(prefix).length > PREFIX_LENGTH) return undefined;
    if (encoder.encode(rest).length <= NAME_LENGTH) return { prefix, name: rest };
  }
  return undefined;
}

function header(entry: TarEntry, flag: string): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const text = (at: number, value: string, length: number): void =>
    block.set(encoder.encode(value).slice(0, length), at);
  const octal = (at: number, value: number, length: number): void =>
    text(
      at,
      `${Math.max(0, value)
        .toString(8)
        .padStart(length - 1, '0')}\0`,
      length,
    );
  const { prefix, name } = split(entry.name) ?? { prefix: '', name: entry.name };
  text(0, name, NAME_LENGTH);
  octal(100, entry.mode, 8);
  octal(108, entry.uid, 8);
  octal(116, entry.gid, 8);
  octal(124, entry.data.length, 12);
  octal(136, entry.mtime, 12);
  text(148, '        ', 8);
  text(156, flag, 1);
  text(157, entry.target, NAME_LENGTH);
  text(257, 'ustar\x0000', 8);
  text(265, entry.user ?? '', 32);
  text(297, entry.group ?? '', 32);
  text(345, prefix, PREFIX_LENGTH);
  const sum = block.reduce((total, byte) => total + byte, 0);
  text(148, `${sum.toString(8).padStart(6, '0')}\0 `, 8);
  return block;
}

function padded(data: Uint8Array): Uint8Array {
  const block = new Uint8Array(Math.ceil(data.length / BLOCK) * BLOCK);
  block.set(data);
  return block;
}

/** A whole archive. */
export const tarOf = (entries: readonly TarEntry[]): Uint8Array => concatBytes(...entries.map(writeEntry), TAR_END);
