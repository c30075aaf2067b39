import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { getopt } from '../getopt.ts';
import { FilterError } from './filter/filter-error.ts';
import { passes, type Test } from './filter/filtered-packet.ts';
import type { Identifiers } from './filter/identifiers.ts';
import { LinkLayer } from './filter/link-layer.ts';
import { FilterParser } from './filter/parse.ts';
import { LinePrinter } from './packet-line.ts';
import { fileHeader, fileRecord, parseSavefile, type Savefile } from './pcap-file.ts';
import { settingsOf } from './settings.ts';

/** What the real tcpdump made of packets of a real Docker Engine. */
interface Recorded {
  readonly captures: Readonly<Record<string, string>>;
  readonly lines: readonly { readonly capture: string; readonly args: readonly string[]; readonly out: string[] }[];
  readonly filters: readonly { readonly capture: string; readonly filter: string; readonly packets: number }[];
  readonly errors: readonly { readonly filter: string; readonly error: string }[];
}

const RECORDED: Recorded = JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8'));

const bytesOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(RECORDED.captures[name] ?? '', 'base64'));

function savefile(name: string): Savefile {
  const parsed = parseSavefile(bytesOf(name));
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

const NAMELESS = { hostName: () => undefined, portName: () => undefined };
const SERVICES = [
  { name: 'http', protocol: 'tcp', port: 80 },
  { name: 'ssh', protocol: 'tcp', port: 22 },
  { name: 'domain', protocol: 'tcp', port: 53 },
  { name: 'domain', protocol: 'udp', port: 53 },
];
const NAMES: Identifiers = {
  *addressesOf() {
    return [];
  },
  servicesNamed: (name) => SERVICES.filter((service) => service.name === name),
};

function compile(filter: string): Test {
  const step = new FilterParser(filter, new LinkLayer('EN10MB', false), NAMES).run().next();
  if (!step.done) throw new Error('a filter without names waits for nothing');
  return step.value;
}

test.each(RECORDED.lines)('tcpdump $args prints $capture as the real one', ({ capture, args, out }) => {
  const parsed = getopt(args, { short: 'nvqetSXxA#c:' });
  if ('error' in parsed) throw new Error(parsed.error);
  const { line, count = Number.POSITIVE_INFINITY } = settingsOf(parsed.options, false);
  const printer = new LinePrinter(
    line,
    NAMELESS,
    () => '?',
    () => '',
  );
  const packets = savefile(capture).packets.slice(0, count);
  const printed = packets.map((packet, i) => printer.line(packet, 'EN10MB', i + 1)).join('');
  expect(printed.split('\n').slice(0, -1)).toEqual(out);
});

describe('filters', () => {
  test.each(RECORDED.filters)('"$filter" lets through $packets of $capture', ({ capture, filter, packets }) => {
    const wanted = compile(filter);
    expect(savefile(capture).packets.filter((packet) => passes(wanted, packet))).toHaveLength(packets);
  });

  test.each(RECORDED.errors)('"$filter" is refused: $error', ({ filter, error }) => {
    expect(() => compile(filter)).toThrow(FilterError);
    expect(() => compile(filter)).toThrow(new FilterError(error));
  });
});

test.each(['ipv4', 'ipv6'])('a savefile of %s is written as it was read', (name) => {
  const { link, snapshotLength, packets } = savefile(name);
  const written = [fileHeader(link, snapshotLength), ...packets.map(fileRecord)];
  expect(Buffer.concat(written).equals(bytesOf(name))).toBe(true);
});

test.each([
  [0, 'truncated dump file; tried to read 4 file header bytes, only got 0'],
  [3, 'truncated dump file; tried to read 4 file header bytes, only got 3'],
  [20, 'truncated dump file; tried to read 24 file header bytes, only got 20'],
])('of a savefile cut after %i bytes it says why', (length, fault) => {
  expect(parseSavefile(bytesOf('ipv4').subarray(0, length))).toBe(fault);
});
