import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const id = (digit: string): string => digit.repeat(63).padStart(64, '7');

test('ids may differ, but the same one must come back as the same one', () => {
  const recorded = [{ output: `${id('a')}\n` }, { output: `${id('a').slice(0, 12)}   alpine\n` }];
  const same = [{ output: `${id('b')}\n` }, { output: `${id('b').slice(0, 12)}   alpine\n` }];
  const other = [{ output: `${id('b')}\n` }, { output: `${id('c').slice(0, 12)}   alpine\n` }];
  expect(compare(recorded, same)).toEqual([]);
  expect(compare(recorded, other)).toMatchObject([{ step: 1, what: 'identity' }]);
});

test('an id that was typed must come back as it was typed', () => {
  const typed = id('a').slice(0, 12);
  const recorded = [{ input: `docker stop ${typed}`, output: `${typed}\n` }];
  expect(compare(recorded, [{ output: `${id('b').slice(0, 12)}\n` }])).toMatchObject([{ step: 0, what: 'output' }]);
});

test('prompt and exit status are compared, to the letter', () => {
  const recorded = [{ output: '', prompt: 'host', exit: 1 }];
  expect(compare(recorded, [{ output: '', prompt: 'host', exit: 0 }])).toMatchObject([{ what: 'exit' }]);
  expect(compare(recorded, [{ output: '', prompt: '/ # ' }])).toMatchObject([{ what: 'prompt' }]);
});

test('round-trip times are masked, sequence numbers are not', () => {
  const recorded = [{ output: '64 bytes from 172.17.0.3: seq=0 ttl=64 time=0.115 ms\n' }];
  expect(compare(recorded, [{ output: '64 bytes from 172.17.0.3: seq=0 ttl=64 time=0.071 ms\n' }])).toEqual([]);
  expect(compare(recorded, [{ output: '64 bytes from 172.17.0.3: seq=1 ttl=64 time=0.115 ms\n' }])).toHaveLength(1);
});

test('what is missing differs', () => {
  expect(compare([{ output: 'NETWORK ID\n', prompt: 'host' }], [])).toMatchObject([{ step: 0, what: 'output' }]);
});
