import { ParameterProblem } from './problem.ts';

/** `1`, `0x10/0xf0`: a mark, and the bits of it that count. */
export function maskedMark(text: string): { readonly value: number; readonly mask: number } {
  const [value = '', mask] = text.split('/');
  const number = (word: string): number => {
    if (!/^(0x[0-9a-f]+|\d+)$/i.test(word))
      throw new ParameterProblem('mark: bad integer value for option "--mark", or out of range.\n');
    return Number(word);
  };
  return { value: number(value), mask: mask === undefined ? 0xffffffff : number(mask) };
}
