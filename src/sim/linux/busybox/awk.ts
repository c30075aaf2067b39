import { type AwkSpeech, awk as run } from '../text/awk/awk.ts';
import type { AwkProblem } from '../text/awk/fault.ts';
import { applet } from './applet.ts';

/** The sizes of the hash table (editors/awk.c); it grows when it holds ten times as many. */
const SIZES = [61, 251, 1021, 4093, 16_381, 65_521];

function hash(key: string): number {
  let index = 0;
  for (const byte of new TextEncoder().encode(key)) index = (byte + Math.imul(index, 63)) >>> 0;
  return index;
}

/** By place in the hash table, the latest first where several share one (hashwalk_init). */
function order(keys: readonly string[]): readonly string[] {
  const size = SIZES.find((places) => keys.length <= places * 10) ?? (SIZES.at(-1) as number);
  return keys
    .map((key, i) => ({ key, place: hash(key) % size, i }))
    .sort((a, b) => a.place - b.place || b.i - a.i)
    .map(({ key }) => key);
}

function message({ fault, word }: AwkProblem): string {
  switch (fault) {
    case 'string':
    case 'regex literal':
      return 'Unexpected end of string';
    case 'arguments':
      return 'Too few arguments';
    case 'no such function':
      return 'Call to undefined function';
    case 'negative field':
      return 'Access to negative field';
    case 'division':
      return 'Division by zero';
    case 'array':
      return 'Not an array';
    case 'printf':
      return word;
    default:
      return 'Unexpected token';
  }
}

const SPEECH: AwkSpeech = {
  status: 1,
  dialect: {
    hex: true,
    dividesStrictly: true,
    printsStrictly: false,
    knowsFunctions: false,
    odd: (number) => (Number.isNaN(number) ? '-nan' : number < 0 ? '-inf' : 'inf'),
    order,
  },
  problem: (problem) =>
    problem.fault === 'regex'
      ? `bad regex '${problem.word}': Invalid regular expression`
      : `cmd. line:${problem.line - (problem.fault === 'missing }' || problem.fault === 'end of program' ? 1 : 0)}: ${message(problem)}`,
  cannotOpen: (path, reason) => `${path}: ${reason}`,
  cannotWrite: (path, reason) => `can't open '${path}': ${reason}`,
  noProgram: (path, reason) => `can't open '${path}': ${reason}`,
};

/** awk: scans text for patterns, and acts. */
export const awk = applet({
  short: 'F:v:f:e:E:',
  stopAtOperand: true,
  run: (call) => run(call, SPEECH),
});
