import { expect, test } from 'vitest';
import { pageHref } from './page-href.ts';

test.each([
  ['bridge/lister', '/', '/bridge/lister/'],
  ['index', '/', '/'],
  ['index', '/cours/reseaux', '/cours/reseaux/'],
  ['bridge/lister', '/cours/reseaux/', '/cours/reseaux/bridge/lister/'],
  ['introduction/drivers#host', '/cours/reseaux', '/cours/reseaux/introduction/drivers/#host'],
])('%s under %s is %s', (to, base, href) => {
  expect(pageHref(to, base)).toBe(href);
});
