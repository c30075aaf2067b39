import { expect, test } from 'vitest';
import { nextBlock, type PageBlock } from './page-blocks.ts';

const blocks = ['p#1', 'p#2', 'p#3'].map(
  (id) => ({ block: { id, terminal: '1', place: 'host', lines: ['ls'] } }) as unknown as PageBlock,
);
const next = (...done: string[]): string | undefined => nextBlock(blocks, done)?.block.id;

test('the next block follows the last one done', () => {
  expect(next()).toBe('p#1');
  expect(next('p#1')).toBe('p#2');
  expect(next('p#2')).toBe('p#3');
});

test('blocks left out come last; other pages do not count', () => {
  expect(next('p#2', 'p#3')).toBe('p#1');
  expect(next('p#1', 'q#9')).toBe('p#2');
});

test('there is no next block once all are done', () => {
  expect(next('p#3', 'p#1', 'p#2')).toBeUndefined();
  expect(nextBlock([], [])).toBeUndefined();
});
