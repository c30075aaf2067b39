import { expect, test } from 'vitest';
import { canonicalString, familiarString, parseReference, withDefaultTag } from './image-reference.ts';

test.each([
  ['alpine', 'alpine:latest', 'docker.io/library/alpine:latest'],
  ['alpine:3.20', 'alpine:3.20', 'docker.io/library/alpine:3.20'],
  ['team/app', 'team/app:latest', 'docker.io/team/app:latest'],
  ['docker.io/library/nginx', 'nginx:latest', 'docker.io/library/nginx:latest'],
  ['localhost:5000/app', 'localhost:5000/app:latest', 'localhost:5000/app:latest'],
  ['example.com/a/b:v1', 'example.com/a/b:v1', 'example.com/a/b:v1'],
])('%s is %s to people and %s in full', (text, familiar, canonical) => {
  const reference = withDefaultTag(parseReference(text));
  expect([familiarString(reference), canonicalString(reference)]).toEqual([familiar, canonical]);
});

test.each([
  ['', 'invalid reference format'],
  ['Alpine', 'invalid reference format: repository name (library/Alpine) must be lowercase'],
  ['a b', 'invalid reference format'],
  ['alpine:', 'invalid reference format'],
  ['a'.repeat(64), `invalid repository name (${'a'.repeat(64)}), cannot specify 64-byte hexadecimal strings`],
])('« %s » is refused', (text, message) => {
  expect(() => parseReference(text)).toThrow(message);
});
