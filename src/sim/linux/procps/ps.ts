import type { ProcessInfo, System } from '../../kernel/syscalls.ts';
import { type Account, readUsers } from '../accounts.ts';
import { type Call, defineProgram } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { strftime } from '../text/strftime.ts';

/** A column's name that ps does not know. */
class UnknownFormat extends Error {}

const HINT = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

interface Column {
  readonly header: string;
  /** Negative: the text stands on the left. */
  readonly width: number;
  value(process: ProcessInfo, seen: { users: readonly Account[]; sys: System }): string;
}

const column = (header: string, width: number, value: Column['value']): Column => ({ header, width, value });
const userOf: Column['value'] = ({ uid }, { users }) => users.find(({ id }) => id === uid)?.name ?? String(uid);
const started: Column['value'] = (process, { sys }) =>
  strftime('%H:%M', sys.realtime() - sys.monotonic() + process.started);
const zero = (): string => '0';

/** By the names of `-o` (ps(1)); what is not simulated of a process, as its memory, counts nothing. */
const COLUMNS: Readonly<Record<string, Column>> = {
  pid: column('PID', 7, ({ pid }) => String(pid)),
  ppid: column('PPID', 7, ({ ppid }) => String(ppid)),
  pgid: column('PGID', 7, ({ pgid }) => String(pgid)),
  user: column('USER', -8, userOf),
  uid: column('UID', 5, ({ uid }) => String(uid)),
  tty: column('TTY', -8, ({ tty }) => tty ?? '?'),
  time: column('TIME', 8, () => '00:00:00'),
  stime: column('STIME', 5, started),
  stat: column('STAT', -4, ({ state }) => state),
  comm: column('COMMAND', -15, ({ comm }) => comm),
  cmd: column('CMD', -27, ({ argv }) => argv.join(' ')),
  args: column('COMMAND', -27, ({ argv }) => argv.join(' ')),
  c: column('C', 2, zero),
  pcpu: column('%CPU', 4, () => '0.0'),
  pmem: column('%MEM', 4, () => '0.0'),
  vsz: column('VSZ', 6, zero),
  rss: column('RSS', 5, zero),
};

const FULL = [{ ...COLUMNS.user, header: 'UID' } as Column, ...pick('pid', 'ppid', 'c', 'stime', 'tty', 'time', 'cmd')];
const SHORT = [...pick('pid', 'tty', 'time'), { ...COLUMNS.comm, header: 'CMD' } as Column];
const BSD = [
  ...pick('user', 'pid', 'pcpu', 'pmem', 'vsz', 'rss', 'tty', 'stat'),
  { ...COLUMNS.stime, header: 'START' } as Column,
  column('TIME', 6, () => '0:00'),
  ...pick('args'),
];

function pick(...names: readonly string[]): Column[] {
  return names.map((name) => {
    const found = COLUMNS[name];
    if (found === undefined) throw new UnknownFormat(`unknown user-defined format specifier "${name}"`);
    return found;
  });
}

function columnsOf({ options }: Call, bsd: string): readonly Column[] {
  const given = options.values('o').flatMap((list) => list.split(/[,\s]+/));
  if (given.length > 0)
    return given.map((word) => {
      const [name = '', header] = word.split('=');
      const [found] = pick(name) as [Column];
      return header === undefined ? found : { ...found, header };
    });
  if (bsd.includes('u')) return BSD;
  return options.has('f') ? FULL : SHORT;
}

function isShown({ options, sys }: Call, bsd: string, process: ProcessInfo): boolean {
  const pids = options.values('p').flatMap((list) => list.split(','));
  if (pids.length > 0) return pids.includes(String(process.pid));
  if (options.has('e') || options.has('A') || (bsd.includes('a') && bsd.includes('x'))) return true;
  const own = sys.processes().find(({ pid }) => pid === sys.pid);
  return bsd.includes('a') || bsd.includes('x')
    ? process.tty !== undefined
    : own?.tty === undefined
      ? process.uid === sys.uid
      : process.tty === own.tty;
}

/** ps of procps: processes, in the columns asked for. */
export const ps = defineProgram(
  {
    short: 'AaeflFHjLNo:p:rsTu:U:wxC:g:G:t:',
    // `-aux` is no user x: it is taken for the old form without a dash.
    rewrite: (words) => words.map((word) => (/^-(?=.*u)[auxw]{2,}$/.test(word) ? word.slice(1) : word)),
    lacks: ['l', 'F', 'H', 'j', 'L', 'N', 's', 'T', 'C', 'g', 'G', 't', 'U', 'u'],
    *run(call) {
      const bsd = call.operands[0] ?? '';
      if (/^p[^\d\s]/.test(bsd)) {
        yield* call.sys.write(2, `error: process ID list syntax error\n${HINT}`);
        return 1;
      }
      if (/[^auxw]/.test(bsd)) throw new NotSimulated(`ps ${bsd}`);
      const seen = { users: yield* readUsers(call.sys), sys: call.sys };
      let columns: readonly Column[];
      try {
        columns = columnsOf(call, bsd);
      } catch (error) {
        if (!(error instanceof UnknownFormat)) throw error;
        yield* call.sys.write(2, `error: ${error.message}\n${HINT}`);
        return 1;
      }
      const width = call.sys.isatty(1) ? call.sys.winsize(1).columns : Number.POSITIVE_INFINITY;
      const line = (texts: readonly string[]): string => {
        const cells = texts.map((text, i) => cellText(text, columns[i] as Column, i === columns.length - 1));
        return `${cells.join(' ').slice(0, width)}\n`;
      };
      yield* call.print(line(columns.map(({ header }) => header)));
      const processes = call.sys.processes().filter((process) => isShown(call, bsd, process));
      for (const process of processes) yield* call.print(line(columns.map(({ value }) => value(process, seen))));
      return 0;
    },
  },
  function* (sys, _name, { text }) {
    const about = text.includes("'--") ? 'unknown gnu long option' : 'unsupported SysV option';
    yield* sys.write(2, `error: ${about}\n${HINT}`);
    return 1;
  },
);

const cellText = (text: string, { width }: Column, last: boolean): string =>
  width > 0 ? text.padStart(width) : last ? text : text.padEnd(-width);
