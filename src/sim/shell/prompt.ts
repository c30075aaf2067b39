import type { Task } from '../kernel/task.ts';
import { expandQuoted } from './expand/word.ts';
import { ShellError } from './run/control.ts';
import type { ShellState } from './shell-state.ts';

/** The directory as `\w` shows it: `~` for the home directory. */
function shownDirectory(state: ShellState, last: boolean): string {
  const home = state.variables.get('HOME') ?? '';
  const directory = state.variables.get('PWD') ?? state.sys.cwd();
  if (home !== '' && home !== '/' && directory === home) return '~';
  if (last) return directory === '/' ? '/' : (directory.split('/').at(-1) ?? '');
  return home !== '' && home !== '/' && directory.startsWith(`${home}/`)
    ? `~${directory.slice(home.length)}`
    : directory;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `\t`, `\A`, `\T`, `\@`: the time of day, UTC. */
function timeOf(state: ShellState, letter: string): string {
  const seconds = Math.floor(state.sys.realtime() / 1_000_000) % 86_400;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const twelve = hours % 12 === 0 ? 12 : hours % 12;
  if (letter === 'A') return `${two(hours)}:${two(minutes)}`;
  if (letter === 'T') return `${two(twelve)}:${two(minutes)}:${two(rest)}`;
  if (letter === '@') return `${two(twelve)}:${two(minutes)} ${hours < 12 ? 'AM' : 'PM'}`;
  return `${two(hours)}:${two(minutes)}:${two(rest)}`;
}

function escaped(state: ShellState, letter: string): string {
  switch (letter) {
    case 'u':
      return state.sys.uid === 0 ? 'root' : (state.variables.get('USER') ?? '?');
    case 'h':
      return state.sys.hostname().split('.')[0] ?? '';
    case 'H':
      return state.sys.hostname();
    case 'w':
    case 'W':
      return shownDirectory(state, letter === 'W');
    case '$':
      return state.sys.uid === 0 ? '#' : '$';
    case 's':
      return state.name.replace(/^.*\//, '');
    case 'v':
      return '5.3';
    case 'V':
      return '5.3.15';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'a':
      return '\x07';
    case 'e':
      return '\x1b';
    case 'j':
      return String(state.jobs.list().length);
    case '!':
    case '#':
      return String(state.history.length + 1);
    case 't':
    case 'T':
    case 'A':
    case '@':
      return timeOf(state, letter);
    case '[':
      return '\x01';
    case ']':
      return '\x02';
    case '\\':
      return '\\';
    default:
      return `\\${letter}`;
  }
}

/**
 * A prompt's text: backslash escapes, then parameters, anew each time. `\[` and `\]` come out as \x01 and \x02, which mark what has no
 * width (readline's RL_PROMPT_START_IGNORE).
 */
export function* promptText(state: ShellState, name: 'PS1' | 'PS2'): Task<string> {
  const format = state.variables.get(name) ?? '';
  const protect = (text: string): string => text.replace(/[$`\\]/g, '\\$&');
  const text = format.replace(/\\(?:([0-7]{3})|x([0-9a-fA-F]{1,2})|([\s\S]))/g, (whole, octal, hex, letter) => {
    if (octal !== undefined) return protect(String.fromCharCode(Number.parseInt(octal, 8)));
    if (hex !== undefined)
      return state.dialect === 'ash' ? String.fromCharCode(Number.parseInt(hex, 16)) : `\\${whole}`;
    return protect(escaped(state, letter));
  });
  const { status } = state;
  try {
    return yield* expandQuoted(state, text);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    return format;
  } finally {
    state.status = status;
  }
}
