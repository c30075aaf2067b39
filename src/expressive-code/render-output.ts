import { h } from '@expressive-code/core/hast';
import type { LessonBlock } from './chapter.ts';

/** Longer outputs are folded unless the fence asks for a figure. */
const LONG = 12;

type Element = ReturnType<typeof h>;

/** The output to expect under a block, as HTML: there without JavaScript, in print and in the search. */
export function renderOutput(block: LessonBlock, output: string): Element[] {
  const lines = output.replace(/\n+$/, '').split('\n');
  if (block.output === 'none' || output.trim() === '') return [];
  const ariaLabel = `Sortie attendue du bloc ${block.id.split('#')[1]}`;
  const pre = h('pre', { className: 'essayer-output', tabIndex: 0, role: 'group', ariaLabel }, [
    h(
      'code',
      {},
      lines.map((line) => renderLine(line, block.marks)),
    ),
  ]);
  if (block.output === 'figure' || lines.length <= LONG) return [h('div', { className: 'essayer-expected' }, [pre])];
  return [
    h('details', { className: 'essayer-expected' }, [
      h('summary', {}, [`Sortie attendue (${lines.length} lignes)`]),
      pre,
    ]),
  ];
}

function renderLine(line: string, marks: LessonBlock['marks']): Element {
  const marked = marks.some((mark) => (typeof mark === 'string' ? line.includes(mark) : new RegExp(mark).test(line)));
  return h(marked ? 'mark' : 'span', { className: 'essayer-line' }, [`${line}\n`]);
}
