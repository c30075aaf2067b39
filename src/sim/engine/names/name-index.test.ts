import { expect, test } from 'vitest';
import { Random } from '../../kernel/random.ts';
import { failure } from '../test-engine.test-support.ts';
import { NameIndex, randomName } from './name-index.ts';

test('random names are an adjective and a surname, the same for the same seed', () => {
  const names = Array.from({ length: 200 }, (_, i) => randomName(new Random(i)));
  for (const name of names) expect(name).toMatch(/^[a-z]+_[a-z]+$/);
  expect(new Set(names).size).toBeGreaterThan(150);
  expect(randomName(new Random(7))).toBe(randomName(new Random(7)));
  expect(randomName(new Random(7), 1)).toMatch(/^[a-z]+_[a-z]+\d$/);
});

test('many containers have many names', () => {
  const index = new NameIndex(new Random(1));
  const names = Array.from({ length: 3000 }, (_, i) => index.reserveRandom(String(i).padStart(64, '0')));
  expect(new Set(names).size).toBe(3000);
});

test('a name has one owner and a form', () => {
  const index = new NameIndex(new Random(1));
  expect(index.reserve('aa', 'web')).toBe('/web');
  expect(index.ownerOf('web')).toBe('aa');
  expect(index.reserve('aa', '/web')).toBe('/web');
  expect(failure(() => index.reserve('bb', 'web'))).toMatch(/^Conflict\. The container name "\/web" is already in use/);
  for (const name of ['my box', 'é', 'x', '-a', '.b', 'a/b']) {
    expect(failure(() => index.reserve('bb', name))).toBe(
      `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`,
    );
  }
  index.release('/web');
  expect(index.reserve('bb', 'web')).toBe('/web');
});
