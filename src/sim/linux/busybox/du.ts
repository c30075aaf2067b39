import { isErrno } from '../../kernel/errno.ts';
import { readTextFile } from '../read-file.ts';
import { applet } from './applet.ts';
import { type DiskUsage, diskUsage, weightless } from './disk-usage.ts';
import { wholeNumber } from './number.ts';
import { sizeText } from './size-text.ts';

/** du: how much room files take. */
export const du = applet({
  short: 'aHLd:clsxhmkb',
  lacks: ['b'],
  *run(call) {
    const { sys, options, operands } = call;
    const depth = options.has('s') ? 0 : wholeNumber(options.value('d') ?? '9999');
    const sizeOf = (size: number): string => {
      if (options.has('h')) return sizeText(size * 1024);
      return `${options.has('m') ? Math.round(size / 1024) : size}`;
    };
    const shown = (one: DiskUsage): boolean =>
      one.depth <= depth && (one.directory || options.has('a') || one.depth === 0);
    const skip = weightless(yield* readTextFile(sys, '/proc/mounts'));
    let status = 0;
    let total = 0;
    for (const path of operands.length > 0 ? operands : ['.']) {
      try {
        const found = diskUsage(sys, path, skip);
        total += found.at(-1)?.size ?? 0;
        yield* call.print(
          found
            .filter(shown)
            .map((one) => `${sizeOf(one.size)}\t${one.path}\n`)
            .join(''),
        );
      } catch (error) {
        if (!isErrno(error)) throw error;
        yield* call.warn(`${path}: ${error.message}`);
        status = 1;
      }
    }
    if (options.has('c')) yield* call.print(`${sizeOf(total)}\ttotal\n`);
    return status;
  },
});
