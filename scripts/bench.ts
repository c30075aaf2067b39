/**
 * `npm run bench`: the speed of the simulation. Figures, not tests; in CPU time of this process, so that other work on
 * the machine does not count. `npm run bench -- echoes` prints one part alone.
 */
import { benchChapter } from './bench/chapter.ts';
import { benchContainers, benchHeap } from './bench/containers.ts';
import { benchCycle } from './bench/cycle.ts';
import { benchEchoes } from './bench/echoes.ts';
import { benchLesson } from './bench/lesson.ts';
import { benchLists } from './bench/lists.ts';
import { benchPage } from './bench/page.ts';

const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  heap: benchHeap,
  chapter: benchChapter,
  lesson: benchLesson,
  echoes: benchEchoes,
  containers: benchContainers,
  cycle: benchCycle,
  lists: benchLists,
  page: benchPage,
};

const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(PARTS)) if (asked.length === 0 || asked.includes(name)) await bench();
