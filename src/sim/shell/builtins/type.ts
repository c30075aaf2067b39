import { functionText } from '../bash-text.ts';
import { complaint } from '../messages.ts';
import { quoteAlways } from '../quote.ts';
import { findProgram } from '../run/launch.ts';
import { liveAliases, type ShellState } from '../shell-state.ts';
import type { Builtin } from './builtin.ts';
import { output } from './echo.ts';

const KEYWORDS: Readonly<Record<ShellState['dialect'], ReadonlySet<string>>> = {
  ash: new Set('! case do done elif else esac fi for if in then until while { }'.split(' ')),
  bash: new Set(
    '! case do done elif else esac fi for function if in select then time until while { } [[ ]] coproc'.split(' '),
  ),
};

type Kind = 'alias' | 'keyword' | 'function' | 'builtin' | 'file';

/** What a command's name stands for. */
function commandKind(state: ShellState, name: string): Kind | undefined {
  if (liveAliases(state).has(name)) return 'alias';
  if (KEYWORDS[state.dialect].has(name)) return 'keyword';
  if (state.functions.has(name)) return 'function';
  if (state.interpreter.builtinKind(state, name)) return 'builtin';
  return pathOf(state, name) === undefined ? undefined : 'file';
}

function pathOf(state: ShellState, name: string): string | undefined {
  if (!name.includes('/')) {
    const found = findProgram(state, name);
    return typeof found === 'string' ? found : undefined;
  }
  try {
    state.sys.access(name, 'x');
    return name;
  } catch {
    return undefined;
  }
}

/** The line of `type NAME`; undefined for what is not found. */
function description(state: ShellState, name: string): string | undefined {
  switch (commandKind(state, name)) {
    case 'alias': {
      const value = state.aliases.get(name) as string;
      return state.dialect === 'ash' ? `${name} is an alias for ${value}` : `${name} is aliased to \`${value}'`;
    }
    case 'keyword':
      return `${name} is a shell keyword`;
    case 'function': {
      const body = state.functions.get(name);
      return `${name} is a function${state.dialect === 'bash' && body ? `\n${functionText(body)}` : ''}`;
    }
    case 'builtin':
      return `${name} is a ${state.dialect === 'ash' && state.interpreter.builtinKind(state, name) === 'special' ? 'special ' : ''}shell builtin`;
    case 'file':
      return fileDescription(state, name);
    default:
      return undefined;
  }
}

function fileDescription(state: ShellState, name: string): string {
  const path = pathOf(state, name);
  return state.hashed.get(name)?.path === path ? `${name} is hashed (${path})` : `${name} is ${path}`;
}

export const type: Builtin = function* (state, args) {
  const flag = state.dialect === 'bash' && /^-[tap]+$/.test(args[0] ?? '') ? args[0] : undefined;
  let status = 0;
  for (const name of flag ? args.slice(1) : args.filter((arg) => !/^-[tap]$/.test(arg))) {
    const text = flag?.includes('t')
      ? commandKind(state, name)
      : flag?.includes('p')
        ? pathOf(state, name)
        : description(state, name);
    const path =
      flag === '-a' && ['builtin', 'function', 'alias'].includes(commandKind(state, name) ?? '')
        ? pathOf(state, name)
        : undefined;
    if (text !== undefined) yield* output(state, `${text}\n${path === undefined ? '' : `${name} is ${path}\n`}`);
    else {
      status = state.dialect === 'ash' ? 127 : 1;
      if (flag?.includes('t') || flag?.includes('p')) continue;
      if (state.dialect === 'ash') yield* output(state, `${name}: not found\n`);
      else yield* state.sys.write(2, complaint(state, `${name}: not found`, 'type'));
    }
  }
  return status;
};

/** The line of `command -v NAME`. */
function brief(state: ShellState, name: string): string | undefined {
  const kind = commandKind(state, name);
  if (kind === 'alias') return `alias ${name}=${quoteAlways(state.aliases.get(name) as string)}`;
  return kind === 'file' ? pathOf(state, name) : kind === undefined ? undefined : name;
}

export const command: Builtin = function* (state, args) {
  const [flag] = args;
  if (flag !== '-v' && flag !== '-V') {
    const words = flag === '-p' || flag === '--' ? args.slice(1) : args;
    return words.length === 0 ? 0 : yield* state.interpreter.invoke(state, words, true);
  }
  let status = 0;
  for (const name of state.dialect === 'ash' ? args.slice(1, 2) : args.slice(1)) {
    const text = flag === '-v' ? brief(state, name) : description(state, name);
    if (text !== undefined) yield* output(state, `${text}\n`);
    else {
      status = state.dialect === 'ash' ? 127 : 1;
      if (flag === '-V' && state.dialect === 'bash')
        yield* state.sys.write(2, complaint(state, `${name}: not found`, 'command'));
      if (flag === '-V' && state.dialect === 'ash') yield* output(state, `${name}: not found\n`);
    }
  }
  return state.dialect === 'bash' && args.slice(1).some((name) => commandKind(state, name) !== undefined) ? 0 : status;
};
