import { readTextFile } from '../read-file.ts';
import { applet } from './applet.ts';
import { sizeText } from './size-text.ts';

/** free: what /proc/meminfo says of the memory. */
export const free = applet({
  short: 'bkmgh',
  *run(call) {
    const text = yield* readTextFile(call.sys, '/proc/meminfo');
    const [total = 0, idle = 0, available = 0, buffers = 0, cached = 0, shared = 0, slab = 0, swap = 0, swapFree = 0] =
      [...text.matchAll(/(\d+) kB/g)].map(([, digits]) => Number(digits) * 1024);
    const shift = { b: 0, k: 10, m: 20, g: 30 }[call.options.last('b', 'k', 'm', 'g') as 'k'] ?? 10;
    const cell = (bytes: number): string =>
      (call.options.has('h') ? sizeText(bytes) : `${Math.floor(bytes / 2 ** shift)}`).padStart(12);
    const cache = buffers + cached + slab;
    const memory = [total, total - idle - cache, idle, shared, cache, available].map(cell).join('');
    yield* call.print(
      `              total        used        free      shared  buff/cache   available\nMem:   ${memory}\nSwap:  ${[swap, swap - swapFree, swapFree].map(cell).join('')}\n`,
    );
    return 0;
  },
});
