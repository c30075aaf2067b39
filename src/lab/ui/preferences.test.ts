import { expect, test } from 'vitest';
import { parsePreferences } from './preferences.ts';

test('kept preferences are read back', () => {
  const kept = { place: 'side', height: 400, width: 600, layout: 'tabs', screenReader: true } as const;
  expect(parsePreferences(JSON.stringify(kept))).toEqual(kept);
});

test.each([null, '{', 'null', '[]', '{"height":"tall","width":-5,"place":7,"screenReader":"no"}'])(
  'from %s, all is as by default',
  (text) => {
    expect(parsePreferences(text)).toMatchObject({ place: 'foot', height: 340, width: 520, screenReader: false });
  },
);
