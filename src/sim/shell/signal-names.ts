import type { Signal } from '../kernel/syscalls.ts';

/** Signals by number (signal(7), x86 and ARM) with what strsignal(3) calls them. */
export const SIGNALS: readonly { readonly number: number; readonly name: string; readonly text: string }[] = [
  { number: 1, name: 'HUP', text: 'Hangup' },
  { number: 2, name: 'INT', text: 'Interrupt' },
  { number: 3, name: 'QUIT', text: 'Quit' },
  { number: 4, name: 'ILL', text: 'Illegal instruction' },
  { number: 5, name: 'TRAP', text: 'Trace/breakpoint trap' },
  { number: 6, name: 'ABRT', text: 'Aborted' },
  { number: 7, name: 'BUS', text: 'Bus error' },
  { number: 8, name: 'FPE', text: 'Floating point exception' },
  { number: 9, name: 'KILL', text: 'Killed' },
  { number: 10, name: 'USR1', text: 'User defined signal 1' },
  { number: 11, name: 'SEGV', text: 'Segmentation fault' },
  { number: 12, name: 'USR2', text: 'User defined signal 2' },
  { number: 13, name: 'PIPE', text: 'Broken pipe' },
  { number: 14, name: 'ALRM', text: 'Alarm clock' },
  { number: 15, name: 'TERM', text: 'Terminated' },
  { number: 16, name: 'STKFLT', text: 'Stack fault' },
  { number: 17, name: 'CHLD', text: 'Child exited' },
  { number: 18, name: 'CONT', text: 'Continued' },
  { number: 19, name: 'STOP', text: 'Stopped (signal)' },
  { number: 20, name: 'TSTP', text: 'Stopped' },
  { number: 21, name: 'TTIN', text: 'Stopped (tty input)' },
  { number: 22, name: 'TTOU', text: 'Stopped (tty output)' },
  { number: 23, name: 'URG', text: 'Urgent I/O condition' },
  { number: 24, name: 'XCPU', text: 'CPU time limit exceeded' },
  { number: 25, name: 'XFSZ', text: 'File size limit exceeded' },
  { number: 26, name: 'VTALRM', text: 'Virtual timer expired' },
  { number: 27, name: 'PROF', text: 'Profiling timer expired' },
  { number: 28, name: 'WINCH', text: 'Window changed' },
  { number: 29, name: 'IO', text: 'I/O possible' },
  { number: 30, name: 'PWR', text: 'Power failure' },
  { number: 31, name: 'SYS', text: 'Bad system call' },
];

const KERNEL_SIGNALS = new Set(
  'HUP INT QUIT KILL USR1 USR2 PIPE ALRM TERM CHLD CONT STOP TSTP TTIN TTOU WINCH'.split(' '),
);

/** The name, without `SIG`, that `text` (`15`, `TERM`, `SIGTERM`, `term`) stands for. */
export function signalName(text: string): string | undefined {
  if (/^\d+$/.test(text)) return SIGNALS.find((signal) => signal.number === Number(text))?.name;
  const name = text.toUpperCase().replace(/^SIG/, '');
  return SIGNALS.find((signal) => signal.name === name)?.name;
}

/** The same as the kernel here knows it; undefined for signals that it has not. */
export const kernelSignal = (name: string): Signal | undefined =>
  KERNEL_SIGNALS.has(name) ? (`SIG${name}` as Signal) : undefined;

const find = (signal: Signal): (typeof SIGNALS)[number] | undefined =>
  SIGNALS.find(({ name }) => `SIG${name}` === signal);

export const signalNumber = (signal: Signal): number => find(signal)?.number ?? 0;

export const signalText = (signal: Signal): string => find(signal)?.text ?? signal;

/** The real-time signals as bash names them: the first half from RTMIN up, the second from RTMAX down. */
const REAL_TIME = Array.from({ length: 31 }, (_, i) => {
  const name = i < 16 ? `RTMIN${i > 0 ? `+${i}` : ''}` : `RTMAX${i < 30 ? `-${30 - i}` : ''}`;
  return { number: 34 + i, name };
});

/** bash's table of all signals, five to a line. */
export function signalTable(): string {
  const cells = [...SIGNALS, ...REAL_TIME].map(({ number, name }) => `${String(number).padStart(2)}) SIG${name}`);
  return `${cells.map((cell, i) => cell + (i % 5 === 4 ? '\n' : '\t')).join('')}\n`;
}
