import type { Signal } from '../kernel/syscalls.ts';

/** Signals by their number, without `SIG`, signal(7); 0 is none. */
export const SIGNAL_NAMES = [
  'EXIT',
  'HUP',
  'INT',
  'QUIT',
  'ILL',
  'TRAP',
  'ABRT',
  'BUS',
  'FPE',
  'KILL',
  'USR1',
  'SEGV',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
  'STKFLT',
  'CHLD',
  'CONT',
  'STOP',
  'TSTP',
  'TTIN',
  'TTOU',
  'URG',
  'XCPU',
  'XFSZ',
  'VTALRM',
  'PROF',
  'WINCH',
  'POLL',
  'PWR',
  'SYS',
] as const;

/** The kernel's own signals here; others have names and numbers, and nobody sends them. */
const SENT: ReadonlySet<string> = new Set<Signal>([
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGKILL',
  'SIGUSR1',
  'SIGUSR2',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
  'SIGCHLD',
  'SIGCONT',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGWINCH',
]);

/** The number of a signal given by number or by name, with or without `SIG`; undefined when there is none. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) < SIGNAL_NAMES.length ? Number(text) : undefined;
  const at = (SIGNAL_NAMES as readonly string[]).indexOf(text.toUpperCase().replace(/^SIG/, ''));
  return at < 0 ? undefined : at;
}

/** The signal of a number, where the simulation has it. */
export function signalOf(number: number): Signal | undefined {
  const name = `SIG${SIGNAL_NAMES[number]}`;
  return SENT.has(name) ? (name as Signal) : undefined;
}
