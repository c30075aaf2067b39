import { fileURLToPath } from 'node:url';
import { definePlugin, type ExpressiveCodeBlock, type ExpressiveCodePlugin } from '@expressive-code/core';
import { h, select, selectAll } from '@expressive-code/core/hast';
import { type Lesson, type LessonBlock, readChapter, slugOf } from './chapter.ts';
import { playChapter } from './outputs.ts';
import { renderOutput } from './render-output.ts';
import { styles } from './styles.ts';

const CONTENT = fileURLToPath(new URL('../content/docs/', import.meta.url));

interface PlayedChapter {
  readonly lessons: ReadonlyMap<string, Lesson>;
  readonly outputs: ReadonlyMap<string, string>;
}

/**
 * Makes a runnable block of each ```` ```console essayer ```` fence: its prompts, « Essayer », its anchor, and under it the
 * output to expect, made by running the chapter in the simulation while the site is built.
 */
export function essayer(): ExpressiveCodePlugin {
  let played: PlayedChapter | undefined;
  const chapter = (): PlayedChapter => {
    if (played === undefined) {
      const lessons = readChapter(CONTENT);
      played = { lessons, outputs: playChapter(lessons) };
    }
    return played;
  };
  return definePlugin({
    name: 'essayer',
    baseStyles: styles,
    hooks: {
      postprocessRenderedBlock({ codeBlock, renderData }) {
        if (!codeBlock.metaOptions.getBoolean('essayer')) return;
        const { lessons, outputs } = chapter();
        const block = findBlock(lessons, codeBlock);
        decorate(renderData.blockAst, block, outputs.get(block.id) ?? '');
      },
    },
  });
}

function findBlock(lessons: ReadonlyMap<string, Lesson>, codeBlock: ExpressiveCodeBlock): LessonBlock {
  const { sourceFilePath = '', positionInDocument } = codeBlock.parentDocument ?? {};
  const slug = slugOf(CONTENT, sourceFilePath);
  const block = lessons.get(slug)?.blocks.find(({ position }) => position === positionInDocument?.groupIndex);
  if (block === undefined)
    throw new Error(`${sourceFilePath}: the runnable block « ${codeBlock.code} » was not found in the page`);
  return block;
}

type Ast = Parameters<typeof select>[1] & { children: unknown[] };

/** What the block's element carries for the page's script: all but the output's looks. */
const data = ({ id, terminal, place, lines, pause }: LessonBlock): string =>
  JSON.stringify({ id, terminal, place, lines, ...(pause !== undefined && { pause }) });

const anchorOf = (block: LessonBlock): string => `essai-${block.id.split('#')[1]}`;

function decorate(ast: Ast, block: LessonBlock, output: string): void {
  const figure = select('figure', ast);
  if (figure == null) throw new Error(`${block.id}: a code block without a figure`);
  const anchor = anchorOf(block);
  figure.properties.id = anchor;
  figure.properties.className = [...(figure.properties.className as string[]), 'essayer'];
  figure.properties.dataEssayer = data(block);
  drawPrompts(ast, block);
  figure.children.push(toolbar(block, anchor), ...renderOutput(block, output));
}

/** The prompt before each line; drawn by the style sheet from an attribute, so that it is neither copied nor selected. */
function drawPrompts(ast: Ast, block: LessonBlock): void {
  const prompt = block.place === 'host' ? '$' : '/ #';
  for (const [index, line] of selectAll('.ec-line .code', ast).entries()) {
    const text = block.lines[index] ?? '';
    const answers = index > 0 && /^[yN]$/.test(text);
    if (!answers && !text.startsWith('^')) line.properties.dataPrompt = prompt;
  }
}

function toolbar(block: LessonBlock, anchor: string) {
  const where = block.place === 'host' ? 'sur l’hôte' : 'dans le conteneur';
  return h('div', { className: 'essayer-bar' }, [
    h('button', { type: 'button', className: 'essayer-run', dataEssayerRun: '' }, ['Essayer']),
    h('button', { type: 'button', className: 'essayer-step', dataEssayerStep: '' }, ['Pas à pas']),
    h('span', { className: 'essayer-where' }, [`Terminal ${block.terminal}, ${where}`]),
    h('span', { className: 'essayer-done', dataEssayerDone: '', hidden: true }, ['Fait']),
    h('a', { className: 'essayer-anchor', href: `#${anchor}`, ariaLabel: 'Lien vers ce bloc' }, ['#']),
  ]);
}
