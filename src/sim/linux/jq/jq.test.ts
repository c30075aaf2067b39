import { expect, test } from 'vitest';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import { TestMachine } from '../test-machine.test-support.ts';
import { jq } from './jq.ts';
import { FILTERS, MISTAKES, TEXTS } from './recorded.test-support.ts';

const { host } = new TestMachine(makeTree({ usr: { bin: { jq: executable(jq) } } }));

const INPUT = '{"a":1,"b":[1,2,{"c":"x"}],"s":"hé\\"\\n","n":null,"t":true,"f":1.5,"big":12345,"o":{},"l":[]}\n';

/** Complaints, output and status of one run. */
function run(words: readonly string[], input = INPUT): string {
  const { out, err, status } = host.run(['jq', ...words], { input });
  return `${err}${out}=${status}\n`;
}

test.each(FILTERS)('jq %j', (words, shown) => {
  expect(run(words)).toBe(shown);
});

test.each(MISTAKES)('the program %s is none', (program, complaint) => {
  expect(run([program])).toBe(`${complaint}=3\n`);
});

test.each(TEXTS)('the text %j', (text, shown) => {
  expect(run(['-c', '.'], `${text}\n`)).toBe(shown);
});

test('values come out as they come in, and what is endless is refused', () => {
  expect(run(['-n', 'def f: f; f'])).toContain('Passerelle');
  expect(run(['.', '/nosuch'])).toBe('jq: error: Could not open file /nosuch: No such file or directory\n=2\n');
});
