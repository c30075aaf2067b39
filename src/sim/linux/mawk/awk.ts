import { defineProgram } from '../call.ts';
import { type AwkSpeech, awk as run } from '../text/awk/awk.ts';
import type { AwkProblem } from '../text/awk/fault.ts';
import { MAWK_USAGE } from './usage.ts';

const PLACES = 64;
const MOST_PER_PLACE = 12;

/** FNV-1a. */
function hash(key: string): number {
  let value = 2_166_136_261;
  for (const byte of new TextEncoder().encode(key)) value = Math.imul(value ^ byte, 16_777_619);
  return value >>> 0;
}

/** By place in the hash table, which doubles when it is full; the latest first where several share one (mawk's array.c). */
function order(keys: readonly string[]): readonly string[] {
  let places = PLACES;
  while (keys.length > places * MOST_PER_PLACE) places *= 2;
  return keys
    .map((key, i) => ({ key, place: hash(key) % places, i }))
    .sort((a, b) => a.place - b.place || b.i - a.i)
    .map(({ key }) => key);
}

function message({ fault, word }: AwkProblem): string {
  switch (fault) {
    case 'token':
      return word === ')' ? "extra ')'" : `syntax error at or near ${word === '\n' ? 'end of line' : word}`;
    case 'end of program':
      return 'syntax error at or near end of file';
    case 'missing }':
      return 'missing } near end of file';
    case 'string':
      return `runaway string constant "${word.slice(0, 10)} ...`;
    case 'regex literal':
      return `runaway regular expression ${word.slice(0, 10)} ...`;
    case 'regex':
      return `regular expression compile failed (bad class -- [], [^] or [)\n${word}`;
    case 'arguments':
      return `not enough arguments in call to ${word}`;
    case 'no such function':
      return `function ${word} never defined`;
    case 'array':
      return `illegal reference to variable ${word}`;
    case 'return':
      return 'return outside function body';
    case 'next':
      return `improper use of ${word}`;
    default:
      return word;
  }
}

/** What goes wrong while it runs is told with the place in the input. */
function runTime({ fault, word }: AwkProblem): string | undefined {
  if (fault === 'negative field') return `negative field index $${word}`;
  return fault === 'printf' ? `not enough arguments passed to printf("${word}")` : undefined;
}

const SPEECH: AwkSpeech = {
  status: 2,
  dialect: {
    hex: false,
    dividesStrictly: false,
    printsStrictly: true,
    knowsFunctions: true,
    odd: (number) => (Number.isNaN(number) ? '-nan' : number < 0 ? '-inf' : '+inf'),
    order,
  },
  problem(problem, interpreter) {
    if (problem.fault === 'character') return `${problem.line}: unexpected character '${problem.word}'`;
    const running = runTime(problem);
    if (running === undefined || interpreter === undefined) return `line ${problem.line}: ${message(problem)}`;
    const { variables } = interpreter;
    const [file, fnr, nr] = ['FILENAME', 'FNR', 'NR'].map((name) => variables.text(variables.get(name)));
    return `run time error: ${running}\n\tFILENAME="${file}" FNR=${fnr} NR=${nr}`;
  },
  cannotOpen: (path, reason) => `cannot open "${path}" (${reason})`,
  cannotWrite: (path, reason) => `cannot open "${path}" (${reason})`,
  noProgram: (path, reason) => `cannot open "${path}" (${reason})`,
};

/** mawk, which is awk on Debian. */
export const awk = defineProgram(
  {
    short: 'F:v:f:e:W:',
    lacks: ['W'],
    stopAtOperand: true,
    *run(call) {
      if (call.operands.length > 0 || call.options.has('f') || call.options.has('e')) return yield* run(call, SPEECH);
      yield* call.print(MAWK_USAGE);
      return 0;
    },
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: not an option: -${/'(.)'$/.exec(text)?.[1] ?? ''}\n`);
    return 2;
  },
);
