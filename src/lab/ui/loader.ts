/** The page's own script: it marks what was done and fetches the lab once the reader reaches for it. Kept tiny. */
import { hideChip, showChip } from './chip.ts';
import { blocksDone, LAB_KEY, parseHistory, readKept } from './kept-lab.ts';
import { markDone } from './marks.ts';

let fetched = false;
const fetchLab = () => {
  fetched = true;
  return import('./main.tsx');
};

const figureOf = (event: Event): HTMLElement | null | undefined =>
  (event.target as Element).closest?.('[data-essayer-run]')?.closest<HTMLElement>('[data-essayer]');

/** Shows what a kept lab has done, and the way back to it; once the lab is there, it sees to that itself. */
function showKept(): void {
  if (fetched) return;
  const history = parseHistory(readKept());
  markDone(blocksDone(history));
  if (history?.entries.length) showChip(() => fetchLab().then(({ resume }) => resume()));
  else hideChip();
}

for (const kind of ['pointerover', 'focusin']) {
  document.addEventListener(kind, (event) => {
    if (!fetched && figureOf(event)) fetchLab().then(({ prepare }) => prepare());
  });
}
document.addEventListener('click', (event) => {
  const figure = figureOf(event);
  if (figure) fetchLab().then(({ essay }) => essay(figure));
});
addEventListener('storage', ({ key }) => key === LAB_KEY && showKept());
addEventListener('pageshow', ({ persisted }) => persisted && showKept());
showKept();
