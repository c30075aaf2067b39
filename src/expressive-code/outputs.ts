import { Player } from '../lab/player.ts';
import type { PlayedStep, Step } from '../lab/scenario.ts';
import { World } from '../sim/world.ts';
import { blocksBefore, type Lesson, type LessonBlock } from './chapter.ts';

/** Runs every block of the chapter in the simulation, each page after those it builds on. Gives each block's output by its id. */
export function playChapter(chapter: ReadonlyMap<string, Lesson>): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  for (const lesson of chapter.values()) {
    if (lesson.blocks.length === 0) continue;
    const player = new Player(new World());
    for (const block of blocksBefore(chapter, lesson.slug)) playBlock(player, block);
    for (const block of lesson.blocks) outputs.set(block.id, playBlock(player, block));
  }
  return outputs;
}

/** What a terminal shows while a block is typed: its first command's echo and the last prompt left out. */
function playBlock(player: Player, block: LessonBlock): string {
  let shown = '';
  let before: PlayedStep | undefined;
  for (const [index, line] of block.lines.entries()) {
    if (before !== undefined) shown += `${promptText(before.prompt)}${line.startsWith('^') ? '' : `${line}\n`}`;
    before = player.play(stepOf(block, line, index === block.lines.length - 1));
    shown += before.output;
  }
  return shown;
}

/** A question's text is part of the output already. */
const promptText = (prompt: string | null): string =>
  prompt === 'host' ? '$ ' : prompt === 'question' ? '' : (prompt ?? '');

function stepOf(block: LessonBlock, line: string, last: boolean): Step {
  const { terminal, pause } = block;
  const wait = last && pause !== undefined ? { lines: pause } : {};
  return line === '^C' || line === '^D' ? { terminal, key: line, ...wait } : { terminal, input: line, ...wait };
}
