import { fileURLToPath } from 'node:url';
import type { APIRoute } from 'astro';
import { blocksBefore, readChapter } from '../../expressive-code/chapter.ts';
import type { Block } from '../../lab/protocol.ts';

/** For each page, the blocks of the pages that it builds on: what a cold start replays. Fetched only then. */
export const GET: APIRoute = () => {
  const chapter = readChapter(fileURLToPath(new URL('src/content/docs/', `file://${process.cwd()}/`)));
  const before = [...chapter.keys()].map((slug) => [slug, blocksBefore(chapter, slug).map(bare)] as const);
  return new Response(JSON.stringify(Object.fromEntries(before)), { headers: { 'content-type': 'application/json' } });
};

const bare = ({ id, terminal, place, lines, pause }: Block): Block => ({
  id,
  terminal,
  place,
  lines,
  ...(pause !== undefined && { pause }),
});
