import { baseName, Misuse } from '../call.ts';
import { applet } from './applet.ts';

/** A name without a suffix, unless it is all of it. */
export const withoutSuffix = (name: string, suffix: string): string =>
  suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;

/** basename: the last name of a path. */
export const basename = applet({
  short: 'as:',
  stopAtOperand: true,
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const { options, operands } = call;
    const many = options.has('a') || options.has('s');
    if (!many && operands.length > 2) throw new Misuse();
    const suffix = options.value('s') ?? (many ? '' : (operands[1] ?? ''));
    const names = (many ? operands : operands.slice(0, 1)).map((path) => withoutSuffix(baseName(path), suffix));
    yield* call.print(names.map((name) => `${name}\n`).join(''));
    return 0;
  },
});
