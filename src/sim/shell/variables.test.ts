import { expect, test } from 'vitest';
import { ReadonlyVariable, Variables } from './variables.ts';

test("ash hands the environment on in its hash table's order, as a container's env shows", () => {
  const variables = new Variables('ash');
  for (const name of ['PATH', 'HOSTNAME', 'TERM', 'ALPINE1_NAME', 'HOME', 'SHLVL', 'PWD', 'OLDPWD'])
    variables.set(name, 'x', true);
  const order = ['ALPINE1_NAME', 'HOSTNAME', 'SHLVL', 'HOME', 'OLDPWD', 'TERM', 'PATH', 'PWD'];
  expect([...variables.environment().keys()]).toEqual(order);
});

test('local variables hide the outer ones until the function ends', () => {
  for (const dialect of ['ash', 'bash'] as const) {
    const variables = new Variables(dialect);
    variables.set('x', 'outer');
    variables.enterFunction();
    variables.local('x');
    expect(variables.get('x')).toBe(dialect === 'ash' ? 'outer' : undefined);
    variables.set('x', 'inner');
    variables.leaveFunction();
    expect(variables.get('x')).toBe('outer');
  }
});

test('a temporary assignment is undone, a read-only variable refuses', () => {
  const variables = new Variables('bash');
  const undo = variables.temporarily([['A', '1']]);
  expect(variables.environment().get('A')).toBe('1');
  undo();
  expect(variables.get('A')).toBeUndefined();
  variables.makeReadonly('R');
  expect(() => variables.set('R', 'x')).toThrow(ReadonlyVariable);
});
