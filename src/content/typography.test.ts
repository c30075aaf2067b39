import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const docs = fileURLToPath(new URL('docs/', import.meta.url));
const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mdx'));

/** A page's prose: what is left without fences, imports, comments and inline code. */
const prose = (name: string): string =>
  readFileSync(docs + name, 'utf8')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/^import .*$/gm, '')
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, '')
    .replace(/`[^`\n]*`/g, '');

test.each(pages)('%s binds its punctuation with no-break spaces', (name) => {
  expect(prose(name).match(/.{0,20}(?: [;!?»]| :(?!:)|« )/g) ?? []).toEqual([]);
});

test.each(pages)('%s writes quotes and apostrophes as French typography does', (name) => {
  const text = prose(name)
    .replace(/<[^>]*>/g, '')
    .replace(/^---[\s\S]*?^---/m, '');
  expect(text.match(/.{0,20}['"“”].{0,10}/g) ?? []).toEqual([]);
});
