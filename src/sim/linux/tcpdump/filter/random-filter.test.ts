import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEBIAN_SERVICES } from '../../../images/debian-services.ts';
import { NotSimulated } from '../../not-simulated.ts';
import { parseSavefile } from '../pcap-file.ts';
import { FilterError } from './filter-error.ts';
import { passes, type Test } from './filtered-packet.ts';
import type { Identifiers } from './identifiers.ts';
import { LinkLayer } from './link-layer.ts';
import { FilterParser } from './parse.ts';
import { anyFilter } from './random-filter.test-support.ts';

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

/** Filters of `anyFilter`, with what tcpdump 4.99.6 (libpcap 1.11.0) said: an error, or how many packets pass of the capture `ipv4`. */
const RECORDED: readonly (readonly [string, string | number])[] = read('./random-filters.json');

const CAPTURE = parseSavefile(new Uint8Array(Buffer.from(read('../recorded.json').captures.ipv4, 'base64')));

const SERVICES = [...DEBIAN_SERVICES.matchAll(/^(\S+)\s+(\d+)\/(\w+)/gm)].map(([, name, port, protocol]) => ({
  ...{ name: name as string, port: Number(port), protocol: protocol as string },
}));

const NAMES: Identifiers = {
  *addressesOf(name) {
    return name === 'localhost' ? [{ family: 'inet', address: '127.0.0.1' }] : [];
  },
  servicesNamed: (name) => SERVICES.filter((service) => service.name === name),
};

function compile(filter: string): Test {
  const step = new FilterParser(filter, new LinkLayer('EN10MB', false), NAMES).run().next();
  if (!step.done) throw new Error('it waits for nothing');
  return step.value;
}

function verdict(filter: string): string | number | undefined {
  try {
    const wanted = compile(filter);
    return typeof CAPTURE === 'string' ? CAPTURE : CAPTURE.packets.filter((packet) => passes(wanted, packet)).length;
  } catch (error) {
    if (error instanceof FilterError) return error.message;
    if (error instanceof NotSimulated) return undefined;
    throw error;
  }
}

test('what the real tcpdump says of random filters is said here, where they are simulated', () => {
  const said = RECORDED.map(([filter]) => [filter, verdict(filter)] as const);
  const lacking = said.filter(([, words]) => words === undefined);
  expect(said.filter(([, words], i) => words !== undefined && words !== RECORDED[i]?.[1])).toEqual([]);
  expect(lacking.length).toBeLessThan(RECORDED.length / 20);
});

test('whatever is written is a filter, or wrong in words of libpcap', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      expect(verdict(filter)).not.toBe('');
    }),
    { numRuns: 1500 },
  );
});
