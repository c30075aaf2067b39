import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { parse as parseYaml } from 'yaml';
import type { Block } from '../lab/protocol.ts';
import { type Fence, parseFence } from './fence.ts';

/** A runnable block where it stands in the chapter. */
export interface LessonBlock extends Block, Pick<Fence, 'output' | 'marks'> {
  /** Its place among all the code blocks of the page, from 0. */
  readonly position: number;
}

export interface Lesson {
  /** The page's path below the content folder, without ending: `bridge/lister`. */
  readonly slug: string;
  /** The page on whose final lab this one builds. */
  readonly since: string | undefined;
  readonly blocks: readonly LessonBlock[];
}

const FRONTMATTER = /^---\n([\s\S]*?)\n---\n/;

/** Reads the lessons below a content folder, by slug. */
export function readChapter(folder: string): ReadonlyMap<string, Lesson> {
  const lessons = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.mdx?$/.test(name))
    .sort()
    .map((name) => readLesson(slugOf(folder, resolve(folder, name)), readFileSync(resolve(folder, name), 'utf8')));
  return new Map(lessons.map((lesson) => [lesson.slug, lesson]));
}

/** The slug of the page that a file of the content folder makes. */
export const slugOf = (folder: string, file: string): string =>
  relative(folder, file)
    .replaceAll('\\', '/')
    .replace(/\.mdx?$/, '');

function readLesson(slug: string, source: string): Lesson {
  const head = parseYaml(FRONTMATTER.exec(source)?.[1] ?? '') as { lab?: { depuis?: string } } | null;
  const blocks: LessonBlock[] = [];
  for (const [position, { meta, code }] of codeBlocks(source).entries()) {
    const fence = parseFence(meta, code);
    if (fence !== undefined) blocks.push({ ...fence, id: `${slug}#${blocks.length + 1}`, position });
  }
  return { slug, since: head?.lab?.depuis, blocks };
}

interface Node {
  readonly type: string;
  readonly meta?: string | null;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** The fenced blocks of a page in order, those inside lists and components included. */
function codeBlocks(source: string): { meta: string; code: string }[] {
  const found: { meta: string; code: string }[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'code') found.push({ meta: node.meta ?? '', code: node.value ?? '' });
    node.children?.forEach(visit);
  };
  visit(fromMarkdown(source.replace(FRONTMATTER, '')) as Node);
  return found;
}

/** The blocks that come before a page's own, from the first page it builds on. Throws where pages build on each other in a ring. */
export function blocksBefore(chapter: ReadonlyMap<string, Lesson>, slug: string): readonly LessonBlock[] {
  const chain: Lesson[] = [];
  for (let since = chapter.get(slug)?.since; since !== undefined; since = chapter.get(since)?.since) {
    const lesson = chapter.get(since);
    if (lesson === undefined) throw new Error(`${slug}: there is no page "${since}" to build on`);
    if (chain.includes(lesson) || since === slug) throw new Error(`${slug}: builds on itself through "${since}"`);
    chain.unshift(lesson);
  }
  return chain.flatMap((lesson) => lesson.blocks);
}
