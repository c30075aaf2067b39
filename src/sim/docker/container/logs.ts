import { Demultiplexer, MULTIPLEXED_STREAM } from '../../client/attached-stream.ts';
import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { STDERR, STDOUT, verb } from '../cli.ts';
import { unixTime } from '../time-option.ts';

function timeOption(name: string, text: string, now: number): string {
  try {
    return unixTime(text, now);
  } catch (error) {
    throw new Error(`invalid value for "${name}": ${(error as Error).message}`);
  }
}

export const logs = verb({
  name: 'logs',
  usage: '[OPTIONS] CONTAINER',
  short: 'Fetch the logs of a container',
  twins: ['logs'],
  args: exactArgs(1),
  flags: {
    details: flag.bool('Show extra details provided to logs'),
    follow: flag.bool('Follow log output', { short: 'f' }),
    since: flag.string(
      'Show logs since timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)',
    ),
    tail: flag.string('Number of lines to show from the end of the logs', { short: 'n', default: 'all' }),
    timestamps: flag.bool('Show timestamps', { short: 't' }),
    until: flag.string(
      'Show logs before a timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)',
    ),
  },
  completes: ['container'],
  *run(cli, { args, flags }) {
    const { Id } = yield* cli.client.containerInspect(args[0] ?? '');
    const now = cli.sys.realtime();
    const body = yield* cli.client.containerLogs(Id, {
      stdout: true,
      stderr: true,
      since: timeOption('since', flags.since, now),
      until: timeOption('until', flags.until, now),
      timestamps: flags.timestamps,
      follow: flags.follow,
      tail: flags.tail,
      details: flags.details,
    });
    const frames = body.mediaType === MULTIPLEXED_STREAM ? new Demultiplexer() : undefined;
    for (let data = yield* body.read(); data.length > 0; data = yield* body.read()) {
      for (const output of frames?.push(data) ?? [{ to: 'stdout', data }]) {
        yield* cli.sys.write(output.to === 'stderr' ? STDERR : STDOUT, output.data);
      }
    }
    return 0;
  },
});
