import { NotSimulated } from '../not-simulated.ts';
import { readTextFile } from '../read-file.ts';
import { applet } from './applet.ts';

/** mount: without arguments, what is mounted where. */
export const mount = applet({
  short: 't:o:arwnfiv',
  *run(call) {
    if (call.operands.length > 0 || call.options.has('a')) throw new NotSimulated('mount DEVICE NODE');
    const type = call.options.value('t');
    for (const line of (yield* readTextFile(call.sys, '/proc/mounts')).split('\n')) {
      const [source, target, kind, options] = line.split(' ');
      if (options === undefined || (type !== undefined && type !== kind)) continue;
      yield* call.print(`${source} on ${target} type ${kind} (${options})\n`);
    }
    return 0;
  },
});
