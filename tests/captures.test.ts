import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTshark } from '../scripts/tshark.ts';
import { playScenario } from '../src/lab/player.ts';
import { parseScenario } from '../src/lab/scenario.ts';
import { DeviceCaptures } from '../src/sim/observe/captures.ts';
import { World } from '../src/sim/world.ts';

/** Pings, DNS, TCP, published ports, ARP, fragments, errors. */
const TRANSCRIPTS = [
  '00-chapter',
  '18-user-bridge-dns',
  '21-isolation',
  '74-ping',
  '79-arp-admin',
  '82-traceroute',
  '83-nslookup',
  '85-nc',
  '86-wget',
  '88-tcpdump-icmp',
];

const CHECKS = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
/** A packet is seen on each device that it passes: no conversation is to be made of that. */
const APART = ['-o', 'tcp.analyze_sequence_numbers:FALSE', '-o', 'tcp.desegment_tcp_streams:FALSE'];
const WRONG = [
  '_ws.malformed',
  ...['ip', 'tcp', 'udp', 'icmp', 'icmpv6'].map((name) => `${name}.checksum.status == 0`),
];

function capture(name: string): ReadonlyMap<string, Uint8Array> {
  const world = new World();
  const captures = new DeviceCaptures(world);
  playScenario(parseScenario(readFileSync(`tests/transcripts/${name}.json`, 'utf8')), world);
  return captures.files();
}

const folder = mkdtempSync(join(tmpdir(), 'captures-'));
let tshark = '';
beforeAll(() => {
  const found = findTshark();
  if (found === undefined)
    throw new Error('no tshark: `node scripts/tshark.ts --install`, or install it (apt install tshark)');
  tshark = found;
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(file: string, ...args: string[]): string {
  return execFileSync(tshark, ['-r', file, ...CHECKS, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** All captures of a scenario in one file, of one section each: starting tshark takes longer than all that it reads. */
function together(name: string): string {
  const files = capture(name);
  for (const file of files.keys()) expect(file).toMatch(/^[^+]+\+[^+]+\+[^+]+\.pcapng$/);
  const path = join(folder, `${name}.pcapng`);
  writeFileSync(path, Buffer.concat([...files.values()]));
  return path;
}

describe('tshark finds nothing wrong', () => {
  test.each(TRANSCRIPTS)('in what %s sent', (name) => {
    const file = together(name);
    expect(read(file, ...APART, '-Y', WRONG.join(' || '))).toBe('');
    expect(read(file, '-T', 'fields', '-e', 'frame.number').split('\n').length).toBeGreaterThan(10);
  });
});

test('a capture names its interface, and has the packets with their times in µs and directions', () => {
  const files = capture('79-arp-admin');
  const bridge = [...files].find(([name]) => /^docker1\+docker1\+br-/.test(name));
  if (bridge === undefined) throw new Error('no bridge');
  const path = join(folder, 'bridge.pcapng');
  writeFileSync(path, bridge[1]);
  const [device] = /br-[0-9a-f]+/.exec(bridge[0]) ?? [];
  const fields = ['frame.interface_name', 'frame.time_epoch', 'frame.packet_flags_direction', 'arp.opcode'];
  const rows = read(path, '-Y', 'arp', '-T', 'fields', ...fields.flatMap((field) => ['-e', field])).split('\n');
  expect(rows[0]?.split('\t')[0]).toBe(device);
  expect(rows[0]).toMatch(/\t1795165200\.\d{6}000\t/);
  expect(new Set(rows.map((row) => row.split('\t')[3]))).toEqual(new Set(['1', '2', undefined]));
});

test('the same scenario gives the same captures, byte by byte', () => {
  const digests = [0, 1].map(() =>
    [...capture('86-wget')].map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')} ${name}`),
  );
  expect(digests[0]?.length).toBeGreaterThan(5);
  expect(digests[1]).toEqual(digests[0]);
});

test('capturing changes nothing of what is captured', () => {
  const scenario = parseScenario(readFileSync('tests/transcripts/70-ifconfig.json', 'utf8'));
  const world = new World();
  new DeviceCaptures(world);
  expect(playScenario(scenario, world)).toEqual(playScenario(scenario));
});

test('devices whose names would be one file’s have two', () => {
  const frames: Parameters<Parameters<World['onFrame']>[0]>[] = [];
  const listeners = new Set<Parameters<World['onFrame']>[0]>();
  const captures = new DeviceCaptures({
    onFrame(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  for (const [namespace, device] of [
    ['a/b', 'c'],
    ['a', 'b/c'],
    ['a+b', 'c'],
    ['a', 'b+c'],
  ] as const)
    frames.push([{ time: 0, machine: 'm', namespace, device }, 'tx', new Uint8Array(14)]);
  for (const frame of frames) for (const listener of listeners) listener(...frame);
  expect([...captures.files().keys()]).toEqual([
    'm+a%2Fb+c.pcapng',
    'm+a+b%2Fc.pcapng',
    'm+a%2Bb+c.pcapng',
    'm+a+b%2Bc.pcapng',
  ]);
  captures.stop();
  expect(listeners.size).toBe(0);
});
