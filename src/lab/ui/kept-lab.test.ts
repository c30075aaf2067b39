import { expect, test } from 'vitest';
import type { History } from '../protocol.ts';
import { blocksDone, parseHistory } from './kept-lab.ts';

const history: History = {
  version: 1,
  seed: 7,
  epoch: 1_795_165_200_000_000,
  now: 90,
  entries: [
    { at: 0, kind: 'open', terminal: '1', columns: 80, rows: 24 },
    { at: 10, kind: 'input', terminal: '1', data: 'ls\r' },
    { at: 20, kind: 'done', block: 'bridge/lister#1' },
    { at: 30, kind: 'resize', terminal: '1', columns: 100, rows: 30 },
    { at: 40, kind: 'done', block: 'bridge/inspecter#1' },
    { at: 50, kind: 'done', block: 'bridge/lister#1' },
    { at: 60, kind: 'close', terminal: '1' },
    { at: 70, kind: 'request', data: 'GET /_ping HTTP/1.1\r\n\r\n' },
  ],
};

test('a kept history is read back as it was', () => {
  expect(parseHistory(JSON.stringify(history))).toEqual(history);
});

test.each([
  ['nothing', null],
  ['no JSON', '{"version":1,'],
  ['another kind of value', '"1"'],
  ['another version', JSON.stringify({ ...history, version: 2 })],
  ['no seed', JSON.stringify({ ...history, seed: undefined })],
  ['a time that is no number', JSON.stringify({ ...history, now: 'now' })],
  ['no list of entries', JSON.stringify({ ...history, entries: {} })],
  ['an empty entry', JSON.stringify({ ...history, entries: [null] })],
  ['an unknown entry', JSON.stringify({ ...history, entries: [{ at: 0, kind: 'undo', terminal: '1' }] })],
  ['an entry without its time', JSON.stringify({ ...history, entries: [{ kind: 'done', block: 'a#1' }] })],
  ['an input without data', JSON.stringify({ ...history, entries: [{ at: 0, kind: 'input', terminal: '1' }] })],
  ['a request without data', JSON.stringify({ ...history, entries: [{ at: 0, kind: 'request' }] })],
  ['an epoch between two microseconds', JSON.stringify({ ...history, epoch: 1.5 })],
  ['a window of no rows', JSON.stringify({ ...history, entries: [{ ...history.entries[0], rows: 0 }] })],
  ['a window of a billion columns', JSON.stringify({ ...history, entries: [{ ...history.entries[0], columns: 1e9 }] })],
  ['an opening without a size', JSON.stringify({ ...history, entries: [{ at: 0, kind: 'open', terminal: '1' }] })],
])('%s is no history', (_, text) => {
  expect(parseHistory(text)).toBeNull();
});

test('blocks count as done in the order of their first time', () => {
  expect(blocksDone(history)).toEqual(['bridge/lister#1', 'bridge/inspecter#1']);
  expect(blocksDone(null)).toEqual([]);
});
