import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { gnu } from '../coreutils/gnu.ts';
import { diff as run } from '../text/diff.ts';
import { strftime } from '../text/strftime.ts';

/** diff of GNU: changes alone, or with -u what stands around them. */
export const diff = gnu({
  misuse: 2,
  short: 'abBciL:NqrsS:tTU:uwyeE',
  long: { brief: 'q', recursive: 'r', 'report-identical-files': 's', unified: 'u', 'ignore-case': 'i', label: 'L' },
  lacks: ['B', 'c', 'N', 'S', 't', 'T', 'y', 'e', 'E'],
  *run(call) {
    const [first, second, third] = call.operands;
    if (second === undefined) return yield* misused(call, `missing operand after ‘${first ?? 'diff'}’`);
    if (third !== undefined) return yield* misused(call, `extra operand ‘${third}’`);
    return yield* run(call, {
      context: undefined,
      missing: (path, reason) => `${path}: ${reason}`,
      stamp: ({ sys }, path) => {
        const moment = path === '-' ? sys.realtime() : sys.stat(path).mtime;
        return `\t${strftime('%Y-%m-%d %H:%M:%S', moment)}.${String(Math.floor(moment % 1e6)).padStart(6, '0')}000 +0000`;
      },
    });
  },
});

/** Both lines begin with its name. */
function* misused(call: Call, complaint: string): Task<number> {
  yield* call.warn(complaint);
  yield* call.warn("Try 'diff --help' for more information.");
  return 2;
}
