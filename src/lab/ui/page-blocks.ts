import type { Block } from '../protocol.ts';

/** A runnable block where it stands in the page. */
export interface PageBlock {
  readonly block: Block;
  readonly figure: HTMLElement;
}

export const blockOf = (figure: HTMLElement): Block => JSON.parse(figure.dataset.essayer ?? '');

/** The page's runnable blocks, in order. */
export const pageBlocks = (): readonly PageBlock[] =>
  [...document.querySelectorAll<HTMLElement>('[data-essayer]')].map((figure) => ({ block: blockOf(figure), figure }));

/** The block that « Étape suivante » runs: the first one not done after the last one done, or else the first not done. */
export function nextBlock(blocks: readonly PageBlock[], done: readonly string[]): PageBlock | undefined {
  const last = blocks.findIndex(
    ({ block }) => block.id === done.findLast((id) => blocks.some((at) => at.block.id === id)),
  );
  const toDo = ({ block }: PageBlock) => !done.includes(block.id);
  return blocks.slice(last + 1).find(toDo) ?? blocks.find(toDo);
}

/** Shows on a block's button that it is running. */
export function markRunning(running: string | undefined): void {
  for (const { block, figure } of pageBlocks()) {
    const button = figure.querySelector<HTMLElement>('[data-essayer-run]');
    if (button === null) continue;
    const runs = block.id === running;
    button.textContent = runs ? 'En cours…' : 'Essayer';
    if (runs) button.setAttribute('aria-busy', 'true');
    else button.removeAttribute('aria-busy');
  }
}
