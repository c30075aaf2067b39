import { expect, test } from 'vitest';
import type { Block } from '../protocol.ts';
import { describePlan, foundations, planFor } from './cold-start.ts';

const block = (id: string, ...lines: string[]): Block => ({ id, terminal: '1', place: 'host', lines });
const list = block('a#1', 'docker network ls');
const ping = block('a#2', 'ping 172.17.0.3');
const stop = block('a#3', '^C');
const run = block('b#1', 'docker run -it alpine sh');
const before = [list, ping, stop, run];
const ids = (blocks: readonly Block[]) => blocks.map(({ id }) => id);

test('a block runs at once when all before it was done', () => {
  expect(planFor(before, ['a#1', 'a#2', 'a#3', 'b#1'])).toEqual({ kind: 'run' });
  expect(planFor([], [])).toEqual({ kind: 'run' });
});

test('what was done afterwards, or elsewhere, does not matter once all before it was done', () => {
  expect(planFor([list], ['accueil#1', 'a#1', 'b#1'])).toEqual({ kind: 'run' });
});

test('in a new lab everything is replayed', () => {
  expect(planFor(before, [])).toEqual({ kind: 'replay', missing: [list, ping, run] });
});

test('a reader on the way gets the rest replayed', () => {
  expect(planFor(before, ['a#1'])).toEqual({ kind: 'replay', missing: [ping, run] });
});

test('an interruption is never missed, done or not', () => {
  expect(planFor(before, ['a#1', 'a#2', 'b#1'])).toEqual({ kind: 'run' });
  expect(planFor(before, ['a#1', 'a#2', 'a#3'])).toEqual({ kind: 'replay', missing: [run] });
  expect(ids(foundations(before))).toEqual(['a#1', 'a#2', 'b#1']);
});

test('a reader who took another way starts from a new lab', () => {
  expect(planFor(before, ['z#1'])).toMatchObject({ kind: 'restart', missing: [list, ping, run] });
  expect(planFor(before, ['b#1', 'a#1'])).toMatchObject({ kind: 'restart', missing: [ping] });
});

test('the reader is told how many blocks are missing', () => {
  expect(describePlan({ kind: 'replay', missing: [list] })).toContain('un bloc que vous n’avez pas');
  expect(describePlan({ kind: 'replay', missing: [list, ping] })).toContain('2\u00a0blocs');
  expect(describePlan({ kind: 'restart', missing: [list, ping] })).toContain('remis à neuf');
});
