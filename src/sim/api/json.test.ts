import { expect, test } from 'vitest';
import { encodeJson } from './json.ts';

const text = (value: unknown): string => new TextDecoder().decode(encodeJson(value));

test('maps are written in the order of their keys, structs as they were built', () => {
  const labels = { b: '2', a: '1' };
  expect(text({ Name: 'x', Id: 'y', Labels: labels })).toBe('{"Name":"x","Id":"y","Labels":{"a":"1","b":"2"}}\n');
  expect(labels).toEqual({ b: '2', a: '1' });
  expect(Object.keys(labels)).toEqual(['b', 'a']);
});

test('so are maps within lists and within maps', () => {
  const networks = { Networks: { z: { DriverOpts: { d: '', c: '' } }, a: null } };
  expect(text([{ NetworkSettings: networks }])).toBe(
    '[{"NetworkSettings":{"Networks":{"a":null,"z":{"DriverOpts":{"c":"","d":""}}}}}]\n',
  );
});

test('Config is a map in a LogConfig, and a struct in a container', () => {
  expect(text({ LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } } })).toBe(
    '{"LogConfig":{"Type":"json-file","Config":{"max-file":"2","max-size":"1m"}}}\n',
  );
  expect(text({ Config: { Tty: true, Cmd: null } })).toBe('{"Config":{"Tty":true,"Cmd":null}}\n');
});
