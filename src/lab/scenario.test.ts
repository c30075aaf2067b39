import { expect, test } from 'vitest';
import { playScenario } from './player.ts';
import { parseScenario } from './scenario.ts';

test.each([
  ['what is not JSON', '{"steps":', 'not valid JSON'],
  ['a list', '[]', 'the scenario is not an object'],
  ['an unknown field of a step', '{"steps":[{"input":"ls","color":1}]}', 'step 0: unknown field "color"'],
  ['an unknown field of the scenario', '{"step":[]}', 'unknown field "step"'],
  ['neither input nor key', '{"steps":[{"terminal":"1"}]}', 'step 0: one of "input" and "key" is needed'],
  ['both of them', '{"steps":[{"input":"ls"},{"input":"ls","key":"^C"}]}', 'step 1: one of "input" and "key"'],
  ['an unknown key', '{"steps":[{"key":"^Q"}]}', '"key" cannot be "^Q"'],
  ['a number of lines that is none', '{"steps":[{"input":"ls","lines":-1}]}', '"lines" cannot be -1'],
  ['no steps', '{"title":"t"}', 'the scenario has no steps'],
])('%s is refused with its reason', (_what, text, message) => {
  expect(() => parseScenario(text)).toThrow(message);
});

test('a host that there is not is refused when its terminal would open', () => {
  expect(() => playScenario(parseScenario('{"steps":[{"host":"mars","input":"ls"}]}'))).toThrow(
    'there is no host "mars"',
  );
});

test('a transcript is a scenario: what was recorded is no error', () => {
  const text =
    '{"recorded":"x","steps":[{"input":"ls","output":"","prompt":"host","exit":0,"unstable":true,"late":"x","at":1}]}';
  expect(parseScenario(text).steps[0]).toMatchObject({ input: 'ls', at: 1 });
});
