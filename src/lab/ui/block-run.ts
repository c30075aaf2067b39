import type { Block, RunRefusal } from '../protocol.ts';
import { describePlan, foundations, planFor } from './cold-start.ts';
import { openViews, shape, viewTab } from './dock-state.ts';
import type { Lab } from './lab.ts';
import { announcement, dismiss, type NoticeAction, tell } from './notices.ts';
import { nextBlock, type PageBlock, pageBlocks } from './page-blocks.ts';

/** Runs a block of the page; first asks the reader what to do about those it builds on, where they were not run. */
export async function essay(lab: Lab, at: PageBlock, stepwise = false): Promise<void> {
  if (lab.running.value?.id === at.block.id) return;
  shape.value = 'open';
  lab.packets.pace(false);
  dismiss('block');
  dismiss('reset');
  await lab.ready;
  requestAnimationFrame(() => reveal(at));
  await typed(lab);
  const plan = planFor(await before(at, lab.done.value), lab.done.value);
  const begin = (): void => {
    if (stepwise) watchSteps(lab);
  };
  if (plan.kind === 'run') return carryOut(lab, at, begin);
  const replay =
    plan.kind === 'replay' ? () => replayThenRun(lab, plan.missing, at, begin) : () => startOver(lab, at, begin);
  tell('block', {
    text: describePlan(plan),
    answers: true,
    actions: [
      { label: plan.missing.length === 1 ? 'Le rejouer, puis exécuter' : 'Les rejouer, puis exécuter', run: replay },
      { label: 'Exécuter seulement celui-ci', run: () => carryOut(lab, at, begin) },
    ],
  });
}

/** Time stands still, and moves by steps in the packets' view. */
function watchSteps(lab: Lab): void {
  openViews();
  viewTab.value = 'packets';
  lab.packets.pace(true);
}

/** How long a click waits for the block before it (ms); what runs on after that is interrupted, as always. */
const LONGEST_TYPING = 5_000;

/** Lets the block that is being typed come to its end. */
function typed(lab: Lab): Promise<void> {
  if (lab.running.value === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_TYPING);
    lab.running.subscribe((block) => {
      if (block !== undefined) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Brings a block out from behind the dock. */
const reveal = ({ figure }: PageBlock): void =>
  (figure.querySelector('[data-essayer-run]') ?? figure).scrollIntoView({ block: 'nearest' });

/** Runs the next block of the page that is to be done, and brings it into view. */
export function essayNext(lab: Lab): void {
  const next = nextBlock(pageBlocks(), lab.done.value);
  if (next === undefined) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  next.figure.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' });
  essay(lab, next);
}

/** The blocks before one: of its page, and of the pages that its page builds on where that is not settled yet. */
async function before({ block }: PageBlock, done: readonly string[]): Promise<readonly Block[]> {
  const blocks = pageBlocks().map((at) => at.block);
  const own = blocks.slice(
    0,
    blocks.findIndex(({ id }) => id === block.id),
  );
  const settled = own.length > 0 && planFor(own, done).kind === 'run';
  return settled ? own : [...(await earlierPages(block)), ...own];
}

type Chapter = Readonly<Record<string, readonly Block[]>>;

/** Fetched once. */
let chapter: Promise<Chapter> | undefined;

async function fetchChapter(): Promise<Chapter> {
  try {
    const answer = await fetch(`${import.meta.env.BASE_URL.replace(/\/$/, '')}/lab/chapter.json`);
    return await answer.json();
  } catch {
    // Out of reach: the block runs as it would for someone who typed it, and the next one asks again.
    chapter = undefined;
    return {};
  }
}

async function earlierPages({ id }: Block): Promise<readonly Block[]> {
  chapter ??= fetchChapter();
  return (await chapter)[id.split('#')[0] ?? ''] ?? [];
}

/** @param begin called when all is ready and the block is about to be typed */
async function carryOut(lab: Lab, at: PageBlock, begin = () => {}): Promise<void> {
  const { block } = at;
  lab.running.value = block;
  announcement.value = `Exécution dans le terminal ${block.terminal}`;
  await lab.open(block.terminal);
  lab.windows.named(block.terminal)?.scrollToEnd();
  begin();
  const refusal = await lab.run([block], false);
  if (lab.running.value === block) lab.running.value = undefined;
  if (refusal === undefined) announcement.value = `Bloc exécuté dans le terminal ${block.terminal}`;
  else tellRefusal(lab, at, refusal);
}

async function replayThenRun(lab: Lab, blocks: readonly Block[], at: PageBlock, begin = () => {}): Promise<void> {
  lab.running.value = at.block;
  announcement.value = 'Les blocs précédents sont rejoués';
  await lab.ready;
  const refusal = await lab.run(blocks, true);
  if (refusal === undefined) return carryOut(lab, at, begin);
  lab.running.value = undefined;
  tellRefusal(lab, at, refusal);
}

/** All that the block builds on, replayed in a new lab, and then the block. */
async function startOver(lab: Lab, at: PageBlock, begin = () => {}): Promise<void> {
  lab.reset();
  return replayThenRun(lab, foundations(await before(at, [])), at, begin);
}

function tellRefusal(lab: Lab, at: PageBlock, refusal: RunRefusal): void {
  const again: NoticeAction = { label: 'Rejouer depuis le début', run: () => startOver(lab, at) };
  announcement.value = '';
  switch (refusal.reason) {
    case 'stopped':
      announcement.value = 'Le bloc a été interrompu';
      return;
    case 'place': {
      const where =
        refusal.expected === 'container'
          ? `dans un conteneur, or le terminal ${refusal.terminal} est sur l’hôte`
          : `sur l’hôte, or le terminal ${refusal.terminal} est dans un conteneur`;
      return tell('block', { text: `Ce bloc se tape ${where}.`, answers: true, actions: [again] });
    }
    case 'busy':
      return tell('block', {
        text: `Un programme occupe le terminal ${refusal.terminal} et ne s’interrompt pas.`,
        answers: true,
        actions: [again],
      });
  }
}
