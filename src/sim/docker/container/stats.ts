import type { ContainerStats } from '../../api/types/container.ts';
import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { Errno, isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, forceExit, print, verb } from '../cli.ts';
import { begin } from '../each.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { listText } from '../formatter/list.ts';
import { type StatsRow, statsListing } from '../formatter/stats.ts';

const TABLE =
  'table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}';

/** In µs. Those that were named get a moment to turn out wrong. */
const PAUSE = 250_000;
const BETWEEN = 500_000;

interface Options {
  readonly all: boolean;
  readonly format: string;
  readonly truncate: boolean;
}

function* wanted(cli: Cli, names: readonly string[], all: boolean): Task<readonly string[]> {
  if (names.length > 0) return names;
  const found = yield* cli.client.containerList({ all });
  return found.map(({ Id }) => Id.slice(0, 12));
}

const text = (rows: readonly StatsRow[], { format, truncate }: Options): string =>
  listText(statsListing(truncate), format === '' || format === 'table' ? TABLE : format, rows);

/** One sample of each. Throws what the engine says of the first that it does not know. */
function* once(cli: Cli, names: readonly string[], options: Options): Task<void> {
  const rows: StatsRow[] = [];
  const begun = (yield* wanted(cli, names, options.all)).map((container) =>
    begin(cli, container, function* () {
      const stream = yield* cli.client.containerStats(container, false);
      const sample = yield* stream.next();
      stream.close();
      if (sample !== undefined) rows.push({ container, sample });
    }),
  );
  for (const result of begun) {
    const error = yield* result();
    if (error !== null) throw error;
  }
  yield* print(cli, text(rows, options));
}

/** The last sample of each container, for as long as it is there. */
class Watch {
  readonly rows = new Map<string, ContainerStats | undefined>();
  readonly #cli: Cli;
  error: unknown;
  /** We were asked to end: no more samples come. */
  lost = false;

  constructor(cli: Cli) {
    this.#cli = cli;
  }

  add(container: string): void {
    if (this.rows.has(container)) return;
    this.rows.set(container, undefined);
    const { sys, client } = this.#cli;
    const watch = this;
    sys.thread(function* () {
      try {
        const stream = yield* client.containerStats(container, true);
        for (let sample = yield* stream.next(); sample !== undefined; sample = yield* stream.next()) {
          watch.rows.set(container, sample);
        }
        stream.close();
      } catch (error) {
        if (isErrno(error, 'EINTR')) {
          watch.lost = true;
          return;
        }
        watch.error ??= error;
      }
      watch.rows.delete(container);
    });
  }
}

/** What a terminal is to show in the place of what it shows: from the top, each line to its end, and nothing below. */
const screen = (shown: string): string =>
  `\x1b[H${shown}${`\x1b[H${shown}`
    .split('\n')
    .map((line) => `${line} \x1b[K\n`)
    .join('')}\x1b[J`;

/** Sleeps to the end, whatever asks us to end meanwhile: docker looks only when it draws. */
function* untilTick(cli: Cli, wait: number): Task<void> {
  const end = cli.sys.monotonic() + wait;
  for (let left = wait; left > 0; left = end - cli.sys.monotonic()) {
    try {
      yield* cli.sys.sleep(left);
    } catch (error) {
      if (!isErrno(error, 'EINTR')) throw error;
      yield* forceExit(cli, cli.interruption.count);
    }
  }
}

function* forever(cli: Cli, names: readonly string[], options: Options): Task<number> {
  const watch = new Watch(cli);
  for (let wait = BETWEEN + (names.length > 0 ? PAUSE : 0); ; wait = BETWEEN) {
    for (const name of yield* wanted(cli, names, options.all)) watch.add(name);
    yield* untilTick(cli, wait);
    if (watch.error !== undefined) throw watch.error;
    if (names.length > 0 && watch.rows.size === 0) return 0;
    const rows = [...watch.rows].flatMap(([container, sample]) =>
      sample === undefined ? [] : [{ container, sample, lost: watch.lost && names.length > 0 }],
    );
    yield* print(cli, screen(text(rows, options)));
    if (names.length === 0 && cli.interruption.signal !== undefined) throw new Errno('EINTR');
  }
}

export const stats = verb({
  name: 'stats',
  usage: '[OPTIONS] [CONTAINER...]',
  short: 'Display a live stream of container(s) resource usage statistics',
  twins: ['stats'],
  args: minArgs(0),
  flags: {
    all: flag.bool('Show all containers (default shows just running)', { short: 'a' }),
    format: flag.string(FORMAT_HELP),
    'no-stream': flag.bool('Disable streaming stats and only pull the first result'),
    'no-trunc': flag.bool('Do not truncate output'),
  },
  completes: ['running'],
  *run(cli, { args, flags }) {
    const options = { all: flags.all, format: flags.format, truncate: !flags['no-trunc'] };
    if (!flags['no-stream']) return yield* forever(cli, args, options);
    yield* once(cli, args, options);
    return 0;
  },
});
