import { Failure } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { changeMode } from '../files/mode.ts';
import { applet } from './applet.ts';

/** chmod: changes modes. */
export const chmod = applet({
  short: 'Rcvf',
  lacks: ['R', 'c', 'v'],
  operands: [2, Number.POSITIVE_INFINITY],
  rewrite: (words) => (/^-[rwxst]+$/.test(words[0] ?? '') ? ['--', ...words] : words),
  *run(call) {
    const [text = '', ...paths] = call.operands;
    return yield* eachOperand(
      call,
      paths,
      (path, reason) => `${path}: ${reason}`,
      (path) => {
        const { mode, type } = call.sys.stat(path);
        const changed = changeMode(text, mode, type === 'directory');
        if (changed === undefined) throw new Failure(`invalid mode '${text}'`);
        call.sys.chmod(path, changed);
      },
    );
  },
});
