/** Shows « Fait » on the blocks of the page that were done, and on no other. */
export function markDone(done: readonly string[]): void {
  for (const figure of document.querySelectorAll<HTMLElement>('[data-essayer]')) {
    const { id } = JSON.parse(figure.dataset.essayer ?? '{}');
    const mark = figure.querySelector<HTMLElement>('[data-essayer-done]');
    if (mark) mark.hidden = !done.includes(id);
  }
}
