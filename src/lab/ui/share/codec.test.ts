import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { History } from '../../protocol.ts';
import { Session } from '../../session.ts';
import { decodeLab, encodeLab } from './codec.ts';

/** A lab in which a few commands were typed, key by key. */
function typedLab(): History {
  const session = new Session({ history: null, seed: 5, epoch: 1_795_165_200_000_000 }, () => {});
  session.act({ kind: 'open', terminal: '1', columns: 80, rows: 24 });
  for (const key of 'docker network create front\rdocker run -dit --name web --network front alpine\r') {
    session.advance(session.now + 28_000);
    session.act({ kind: 'input', terminal: '1', data: key });
  }
  session.act({ kind: 'request', data: 'GET /_ping HTTP/1.1\r\nConnection: close\r\n\r\n' });
  session.act({ kind: 'resize', terminal: '1', columns: 100, rows: 30 });
  session.act({ kind: 'done', block: 'bridge/lister#1' });
  session.act({ kind: 'close', terminal: '1' });
  return session.history();
}

test('a lab comes out of its text as it went in, and the text is short', async () => {
  const history = typedLab();
  const text = await encodeLab(history);
  expect(await decodeLab(text)).toEqual(history);
  expect(text).toMatch(/^1\.[\w-]+$/);
  expect(text.length).toBeLessThan(JSON.stringify(history).length / 8);
});

test('another version and nonsense are told apart', async () => {
  expect(await decodeLab('2.abc')).toBe('version');
  for (const text of ['', 'abc', '1.', '1.***', '1.AAAA']) expect(await decodeLab(text)).toBe('damaged');
});

test('a text with one character changed, cut or added is a sound lab or refused, and nothing is thrown', async () => {
  const text = await encodeLab(typedLab());
  const damage = fc.record({
    at: fc.nat(text.length - 1),
    char: fc.constantFrom('A', 'z', '_', '=', ' ', 'é'),
    keep: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, char, keep }) => {
      const decoded = await decodeLab(text.slice(0, at) + char + text.slice(keep ? at : at + 1));
      expect(typeof decoded === 'string' || decoded.version === 1).toBe(true);
    }),
    { numRuns: 300, seed: 11 },
  );
});

test('any text is refused or a sound lab; any JSON in the right wrapping, too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      expect(['damaged', 'version']).toContain(await decodeLab(text));
    }),
    { numRuns: 200, seed: 12 },
  );
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
      const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
      const text = `1.${Buffer.from(bytes).toString('base64url')}`;
      expect(await decodeLab(text)).toBe('damaged');
    }),
    { numRuns: 200, seed: 13 },
  );
});

test('a text that unpacks without end is given up', async () => {
  const stream = new Blob([new Uint8Array(40 * 1024 * 1024)])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  expect(await decodeLab(`1.${Buffer.from(bytes).toString('base64url')}`)).toBe('damaged');
});
