import type { Dialect } from '../dialect.ts';
import { alias, unalias } from './alias.ts';
import { type Builtin, BuiltinError, notSimulated } from './builtin.ts';
import { cd, pwd } from './cd.ts';
import { breakBuiltin, continueBuiltin, exit, returnBuiltin, shift } from './control.ts';
import { declare, local } from './declare.ts';
import { dirs, popd, pushd } from './dirs.ts';
import { disown } from './disown.ts';
import { echo } from './echo.ts';
import { evalBuiltin, source } from './eval.ts';
import { exec } from './exec.ts';
import { exportBuiltin, readonlyBuiltin, unset } from './export.ts';
import { getopts } from './getopts.ts';
import { hash } from './hash.ts';
import { history } from './history.ts';
import { bg, fg, jobs } from './jobs.ts';
import { kill } from './kill.ts';
import { letBuiltin } from './let.ts';
import { mapfile } from './mapfile.ts';
import { printf } from './printf.ts';
import { read } from './read.ts';
import { setBuiltin } from './set.ts';
import { shopt } from './shopt.ts';
import { bracket, doubleBracket, test } from './test.ts';
import { times } from './times.ts';
import { trap } from './trap.ts';
import { falseBuiltin, trueBuiltin } from './true.ts';
import { command, type } from './type.ts';
import { ulimit } from './ulimit.ts';
import { umask } from './umask.ts';
import { wait } from './wait.ts';

/** A builtin of the real shell that the simulation lacks. */
const missing = (name: string): Builtin =>
  function* () {
    throw notSimulated(name);
  };

const COMMON: Readonly<Record<string, Builtin>> = {
  '.': source,
  ':': trueBuiltin,
  '[': bracket,
  alias,
  bg,
  break: breakBuiltin,
  cd,
  command,
  continue: continueBuiltin,
  echo,
  eval: evalBuiltin,
  exec,
  exit,
  export: exportBuiltin,
  false: falseBuiltin,
  fg,
  getopts,
  hash,
  help: missing('help'),
  history,
  jobs,
  kill,
  let: letBuiltin,
  local,
  printf,
  pwd,
  read,
  readonly: readonlyBuiltin,
  return: returnBuiltin,
  set: setBuiltin,
  shift,
  source,
  test,
  times,
  trap,
  true: trueBuiltin,
  type,
  ulimit,
  umask,
  unalias,
  unset,
  wait,
};

/** Runs a builtin in spite of a function of its name. */
const builtin: Builtin = function* (state, args) {
  const [name = '', ...rest] = args;
  if (name === '') return 0;
  const found = findBuiltin('bash', name);
  if (!found) throw new BuiltinError(`${name}: not a shell builtin`, 1);
  return yield* found(state, rest);
};

const BASH_MISSING = 'bind caller compgen complete compopt enable fc logout suspend'.split(' ');

const TABLES: Readonly<Record<Dialect, ReadonlyMap<string, Builtin>>> = {
  ash: new Map<string, Builtin>([...Object.entries(COMMON), ['[[', doubleBracket], ['chdir', cd]]),
  bash: new Map<string, Builtin>([
    ...Object.entries(COMMON),
    ['builtin', builtin],
    ['declare', declare],
    ['dirs', dirs],
    ['disown', disown],
    ['mapfile', mapfile],
    ['popd', popd],
    ['pushd', pushd],
    ['readarray', mapfile],
    ['shopt', shopt],
    ['typeset', declare],
    ...BASH_MISSING.map((name) => [name, missing(name)] as const),
  ]),
};

export const findBuiltin = (dialect: Dialect, name: string): Builtin | undefined => TABLES[dialect].get(name);

export const builtinNames = (dialect: Dialect): string[] => [...TABLES[dialect].keys()];

const SPECIAL = new Set(
  '. : break continue eval exec exit export local readonly return set shift source times trap unset'.split(' '),
);

/** POSIX's special builtins, whose errors end a script in ash. */
export const isSpecial = (name: string): boolean => SPECIAL.has(name);
