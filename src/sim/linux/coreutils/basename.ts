import { withoutSuffix } from '../busybox/basename.ts';
import { baseName, Misuse } from '../call.ts';
import { gnu } from './gnu.ts';

/** basename: the last name of a path. */
export const basename = gnu({
  short: 'as:z',
  long: { multiple: 'a', suffix: 's' },
  lacks: ['z'],
  stopAtOperand: true,
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const { options, operands } = call;
    const many = options.has('a') || options.has('s');
    if (!many && operands.length > 2) throw new Misuse(`extra operand ‘${operands[2]}’`);
    const suffix = options.value('s') ?? (many ? '' : (operands[1] ?? ''));
    const names = (many ? operands : operands.slice(0, 1)).map((path) => withoutSuffix(baseName(path), suffix));
    yield* call.print(names.map((name) => `${name}\n`).join(''));
    return 0;
  },
});
