import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openAtFirst, seenLines, type TreeLine, treeOf } from './inspect-tree.ts';

const text = (line: TreeLine): string => `${line.sign}${line.name}${line.value ? `: ${line.value}` : ''}`;
const shown = (root: TreeLine): string[] =>
  seenLines(root, openAtFirst(root)).map(({ line, level }) => '  '.repeat(level - 1) + text(line));

test('a container that came is a line with a sign under the line that holds it; the rest stays folded', () => {
  const before = { Name: 'front', IPAM: { Config: [{ Subnet: '172.18.0.0/16' }] }, Containers: {}, Labels: null };
  const after = { ...before, Containers: { f3a: { Name: 'web' } } };
  expect(shown(treeOf(JSON.stringify(before), JSON.stringify(after)))).toEqual([
    '"Name": "front"',
    '"IPAM"',
    '"Containers"',
    '  +"f3a"',
    '    +"Name": "web"',
    '"Labels": null',
  ]);
});

test('a value that is another is one line that knows how it was; what is gone keeps its value', () => {
  const root = treeOf('{"Name":"a","Gone":[1]}', '{"Name":"b"}');
  expect(root.lines).toMatchObject([
    { name: '"Name"', sign: '~', before: '"a"', value: '"b"' },
    { name: '"Gone"', sign: '-', lines: [{ name: '[0]', sign: '-', value: '1' }] },
  ]);
  expect(root.changed).toBe(3);
});

test('where nothing was, all is new; where nothing is, all is gone', () => {
  expect(shown(treeOf(undefined, '{"Options":{}}'))).toEqual(['+"Options": {}']);
  expect(shown(treeOf('{"Options":{"mtu":"9000"}}', undefined))).toEqual(['-"Options"', '  -"mtu": "9000"']);
});

test('null that becomes a list: the line says so, and what is below is new', () => {
  const [config] = treeOf('{"Config":null}', '{"Config":[7]}').lines;
  expect(config).toMatchObject({ sign: '~', before: 'null', lines: [{ sign: '+', value: '7' }] });
});

test('property: the same document has no sign anywhere, and each line has a path of its own', () => {
  const json = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
  fc.assert(
    fc.property(json, (document) => {
      const text = JSON.stringify(document);
      expect(treeOf(text, text).changed).toBe(0);
      const all = seenLines(treeOf(undefined, text), openAtFirst(treeOf(undefined, text))).map(({ line }) => line.path);
      expect(new Set(all).size).toBe(all.length);
    }),
  );
});
