import { complaint } from '../messages.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, notSimulated } from './builtin.ts';
import { output } from './echo.ts';

/** All names that shopt lists. */
const NAMES =
  'array_expand_once assoc_expand_once autocd bash_source_fullpath cdable_vars cdspell checkhash checkjobs checkwinsize cmdhist compat31 compat32 compat40 compat41 compat42 compat43 compat44 complete_fullquote direxpand dirspell dotglob execfail expand_aliases extdebug extglob extquote failglob force_fignore globasciiranges globskipdots globstar gnu_errfmt histappend histreedit histverify hostcomplete huponexit inherit_errexit interactive_comments lastpipe lithist localvar_inherit localvar_unset login_shell mailwarn no_empty_cmd_completion nocaseglob nocasematch noexpand_translation nullglob patsub_replacement progcomp progcomp_alias promptvars restricted_shell shift_verbose sourcepath varredir_close xpg_echo'.split(
    ' ',
  );

/** Those that change what the simulation does; the others that are off cannot be switched on. */
const SIMULATED = new Set(
  'checkwinsize dotglob expand_aliases extglob failglob histappend nocaseglob nullglob'.split(' '),
);

function* invalid(state: ShellState, name: string) {
  yield* state.sys.write(2, complaint(state, `${name}: invalid shell option name`, 'shopt'));
}

const shown = ({ shopts }: ShellState, name: string, asCommand: boolean): string => {
  const on = shopts.has(name);
  return asCommand ? `shopt -${on ? 's' : 'u'} ${name}\n` : `${name.padEnd(20)}\t${on ? 'on' : 'off'}\n`;
};

function change({ shopts }: ShellState, name: string, on: boolean): void {
  if (on && !shopts.has(name) && !SIMULATED.has(name)) throw notSimulated(`shopt -s ${name}`);
  if (on) shopts.add(name);
  else shopts.delete(name);
}

/** bash's shopt: shows options, or switches them (`-s`, `-u`); `-q` only answers. */
export const shopt: Builtin = function* (state, args) {
  const flags = args.filter((arg) => /^-[a-z]+$/.test(arg)).join('');
  const names = args.filter((arg) => !arg.startsWith('-'));
  if (flags.includes('o')) throw notSimulated('shopt -o');
  const switches = flags.includes('s') || flags.includes('u');
  let status = 0;
  if (names.length === 0) {
    const wanted = NAMES.filter((name) => !switches || state.shopts.has(name) === flags.includes('s'));
    return yield* output(state, wanted.map((name) => shown(state, name, flags.includes('p'))).join(''));
  }
  for (const name of names) {
    if (!NAMES.includes(name)) {
      yield* invalid(state, name);
      status = 1;
    } else if (switches) change(state, name, flags.includes('s'));
    else {
      if (!state.shopts.has(name)) status = 1;
      if (!flags.includes('q')) yield* output(state, shown(state, name, flags.includes('p')));
    }
  }
  return status;
};
