import { Failure } from '../call.ts';
import { cutInputs, parseRanges } from '../text/cut.ts';
import { applet } from './applet.ts';

/** cut: parts of each line. */
export const cut = applet({
  short: 'b:c:f:d:O:F:sDn',
  long: { 'output-delimiter': 'O' },
  lacks: ['F', 'D'],
  *run(call) {
    const { options } = call;
    const key = options.last('b', 'c', 'f');
    const list = key && options.value(key);
    if (list === undefined) throw new Failure('expected a list of bytes, characters, or fields');
    const delimiter = options.value('d') ?? '\t';
    if (key !== 'f' && options.has('d'))
      throw new Failure('specifying a delimiter makes sense only when operating on fields');
    return yield* cutInputs(call, {
      unit: key === 'f' ? 'fields' : 'characters',
      ranges: parseRanges(list, (part) => `invalid range ${part}`),
      complement: false,
      delimiter,
      outputDelimiter: options.value('O') ?? delimiter,
      onlyDelimited: options.has('s'),
    });
  },
});
