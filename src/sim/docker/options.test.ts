import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Flags } from '../command/flag.ts';
import { creationFlags } from './container/creation-flags.ts';

test('docs/options.md lists the options that are noted only, and no others', () => {
  const [, table = ''] = readFileSync('docs/options.md', 'utf8').split(/^## /m);
  const listed = [...table.matchAll(/`--([\w-]+)`/g)].map(([, name]) => name);
  const flags: Flags = creationFlags;
  const noted = Object.keys(flags).filter((name) => flags[name]?.simulated === 'noted');
  expect(listed.sort()).toEqual(noted.sort());
});
