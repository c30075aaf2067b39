import { Misuse } from '../call.ts';
import { cutInputs, parseRanges } from '../text/cut.ts';
import { gnu } from './gnu.ts';

/** cut: parts of each line. */
export const cut = gnu({
  short: 'b:c:f:d:snz',
  long: {
    bytes: 'b',
    characters: 'c',
    fields: 'f',
    delimiter: 'd',
    'only-delimited': 's',
    complement: 'complement',
    'output-delimiter': 'output:',
  },
  lacks: ['z'],
  *run(call) {
    const { options } = call;
    const key = options.last('b', 'c', 'f');
    const list = key && options.value(key);
    if (list === undefined) throw new Misuse('you must specify a list of bytes, characters, or fields');
    const delimiter = options.value('d') ?? '\t';
    if ([...delimiter].length > 1) throw new Misuse('the delimiter must be a single character');
    if (key !== 'f' && options.has('d'))
      throw new Misuse('an input delimiter may be specified only when operating on fields');
    return yield* cutInputs(call, {
      unit: key === 'f' ? 'fields' : 'characters',
      ranges: parseRanges(list, (part) => `invalid ${key === 'f' ? 'field' : 'byte/character'} value ‘${part}’`),
      complement: options.has('complement'),
      delimiter,
      outputDelimiter: options.value('output') ?? delimiter,
      onlyDelimited: options.has('s'),
    });
  },
});
