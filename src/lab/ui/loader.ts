/** The page's own script: it marks what was done and fetches the lab once the reader reaches for it. Kept tiny. */
import { hideChip, showChip } from './chip.ts';
import { blocksDone, LAB_KEY, parseHistory, readKept, SHARED_LAB } from './kept-lab.ts';
import { markDone } from './marks.ts';

let fetched = false;
const fetchLab = () => {
  fetched = true;
  return import('./main.tsx');
};

const figureOf = (event: Event): HTMLElement | null | undefined =>
  (event.target as Element)
    .closest?.('[data-essayer-run], [data-essayer-step]')
    ?.closest<HTMLElement>('[data-essayer]');

/** Without a network, and before the browser has kept the site. */
function tellNoLab(): void {
  fetched = false;
  showChip(() => location.reload(), 'Le laboratoire n’a pas pu être chargé. Recharger la page');
}

/** Shows what a kept lab has done, and the way back to it; once the lab is there, it sees to that itself. */
function showKept(): void {
  if (fetched) return;
  const history = parseHistory(readKept());
  markDone(blocksDone(history));
  if (history?.entries.length) showChip(() => fetchLab().then(({ resume }) => resume(), tellNoLab));
  else hideChip();
}

for (const kind of ['pointerover', 'focusin']) {
  document.addEventListener(kind, (event) => {
    if (!fetched && figureOf(event)) fetchLab().then(({ prepare }) => prepare(), tellNoLab);
  });
}
document.addEventListener('click', (event) => {
  const figure = figureOf(event);
  if (!figure) return;
  const stepwise = (event.target as Element).closest('[data-essayer-step]') !== null;
  fetchLab().then(({ essay }) => essay(figure, stepwise), tellNoLab);
});
addEventListener('storage', ({ key }) => key === LAB_KEY && showKept());
addEventListener('pageshow', ({ persisted }) => persisted && showKept());
showKept();

/** A link that carries somebody's lab: the reader is asked before anything of it runs. */
function heedLink(): void {
  const { hash } = location;
  if (!hash.startsWith(SHARED_LAB)) return;
  history.replaceState(null, '', location.pathname + location.search);
  fetchLab().then(({ openShared }) => openShared(hash.slice(SHARED_LAB.length)), tellNoLab);
}
addEventListener('hashchange', heedLink);
heedLink();
