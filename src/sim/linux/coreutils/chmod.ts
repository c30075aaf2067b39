import { Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { changeMode } from '../files/mode.ts';
import { gnu } from './gnu.ts';

/** chmod: changes modes. */
export const chmod = gnu({
  short: 'Rcvf',
  long: { recursive: 'R', changes: 'c', verbose: 'v', quiet: 'f', silent: 'f' },
  lacks: ['R', 'c', 'v'],
  rewrite: (words) => (/^-[rwxst]+$/.test(words[0] ?? '') ? ['--', ...words] : words),
  *run(call) {
    const [text, ...paths] = call.operands;
    if (text === undefined) throw new Misuse();
    if (paths.length === 0) throw new Misuse(`missing operand after ‘${text}’`);
    if (changeMode(text, 0, false) === undefined) throw new Misuse(`invalid mode: ‘${text}’`);
    return yield* eachOperand(
      call,
      paths,
      (path, reason) => `cannot access '${path}': ${reason}`,
      (path) => {
        const { mode, type } = call.sys.stat(path);
        call.sys.chmod(path, changeMode(text, mode, type === 'directory') ?? mode);
      },
    );
  },
});
