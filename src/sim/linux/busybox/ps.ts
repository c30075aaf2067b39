import type { ProcessInfo } from '../../kernel/syscalls.ts';
import { type Account, readUsers } from '../accounts.ts';
import { Failure } from '../call.ts';
import { applet } from './applet.ts';

interface Column {
  readonly header: string;
  readonly width: number;
  value(process: ProcessInfo, users: readonly Account[], now: number): string;
}

/** `1:02`, or `3h04` from an hour on (procps/ps.c). */
function elapsed(micros: number): string {
  const minutes = Math.floor(micros / 60_000_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (minutes >= 60) return `${Math.floor(minutes / 60)}h${two(minutes % 60)}`;
  return `${minutes}:${two(Math.floor(micros / 1_000_000) % 60)}`;
}

const column = (header: string, width: number, value: Column['value']): Column => ({ header, width, value });

/** In the order of procps/ps.c; numbers stand on the right. */
const COLUMNS: Readonly<Record<string, Column>> = {
  user: column('USER', -8, ({ uid }, users) => users.find(({ id }) => id === uid)?.name ?? String(uid)),
  comm: column('COMMAND', -16, ({ comm }) => comm),
  args: column('COMMAND', -256, ({ argv }) => argv.join(' ')),
  pid: column('PID', 5, ({ pid }) => String(pid)),
  ppid: column('PPID', 5, ({ ppid }) => String(ppid)),
  pgid: column('PGID', 5, ({ pgid }) => String(pgid)),
  etime: column('ELAPSED', -7, ({ started }, _users, now) => elapsed(now - started)),
  tty: column('TT', -6, ({ tty }) => (tty === undefined ? '?' : tty.replace('pts/', '136,'))),
  stat: column('STAT', -4, ({ state }) => state),
};

interface Shown extends Column {
  readonly title: string;
}

function columnsOf(lists: readonly string[]): Shown[] {
  if (lists.length === 0) return columnsOf(['pid,user,args']);
  return lists
    .flatMap((list) => list.split(','))
    .map((word) => {
      const [name = '', title] = word.split('=');
      const found = COLUMNS[name];
      if (found === undefined)
        throw new Failure(`bad -o argument '${name}', supported arguments: ${Object.keys(COLUMNS).join(',')}`);
      return { ...found, title: title ?? found.header };
    });
}

const cell = (text: string, width: number): string => (width < 0 ? text.padEnd(-width) : text.padStart(width));

/** ps: the processes, by pid. */
export const ps = applet({
  short: 'o:Taxelwf',
  lacks: ['T'],
  *run(call) {
    const { sys, options } = call;
    const users = yield* readUsers(sys);
    const columns = columnsOf(options.values('o'));
    const width = sys.isatty(1) ? sys.winsize(1).columns : 4096;
    const line = (cells: readonly string[]): string => `${cells.join(' ').slice(0, width).trimEnd()}\n`;
    const heads = columns.map((shown) => shown.title.padEnd(Math.abs(shown.width)));
    yield* call.print(line(heads));
    for (const process of sys.processes()) {
      const cells = columns.map((shown) => cell(shown.value(process, users, sys.monotonic()), shown.width));
      yield* call.print(line(cells));
    }
    return 0;
  },
});
