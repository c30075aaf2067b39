import { isErrno } from '../../kernel/errno.ts';
import { type Task, waitUntil } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import { invalidParameter, systemError } from '../errors.ts';
import { type Container, isRestarting } from './container.ts';
import { logEvent } from './log-event.ts';
import { ProcessStreams } from './process-streams.ts';

const PS = '/bin/ps';

/** `docker top`: the lines of the host's own ps(1) that are about the container's processes (moby/daemon/top_unix.go). */
export function* topContainer(daemon: Daemon, container: Container, psArgs: string) {
  const wrong = /\s([^\s]*)=\s*(PID[^\s]*)/.exec(psArgs);
  if (wrong !== null && wrong[1] !== 'pid') {
    throw invalidParameter(`specifying "${wrong[1]}=${wrong[2]}" is not allowed`);
  }
  if (container.state.restarting) throw isRestarting(container.id);
  container.runningProcess();
  const pids = new Set(container.processes.map(({ pid }) => String(pid)));
  const output = yield* runPs(daemon, (psArgs || '-ef').split(' '));
  const list = parsePs(output, pids);
  logEvent(daemon, container, 'top');
  return list;
}

function* runPs(daemon: Daemon, args: readonly string[]): Task<string> {
  const { machine } = daemon;
  const streams = new ProcessStreams({ tty: false, openStdin: false, consoleSize: [0, 0] });
  const written = { stdout: '', stderr: '' };
  const decoder = new TextDecoder();
  streams.output.listen(({ source, data }) => {
    written[source] += decoder.decode(data);
  });
  const env = new Map([['PATH', '/usr/sbin:/usr/bin:/sbin:/bin']]);
  try {
    const ps = machine.run({ path: PS, argv: ['ps', ...args], env, cwd: '/', files: streams.files });
    yield* waitUntil(
      () => ps.status !== undefined,
      [ps.ended],
      () => machine.clock.now,
    );
    if (ps.status?.status !== 0) throw systemError(`ps: ${written.stderr.split('\n')[0] || 'exit status 1'}`);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw systemError('ps: exec: "ps": executable file not found in $PATH');
  }
  return written.stdout;
}

function parsePs(output: string, pids: ReadonlySet<string>): { Processes: string[][]; Titles: string[] } {
  const [header = '', ...lines] = output.split('\n').filter((line) => line !== '');
  const titles = header.trim().split(/\s+/);
  const pidColumn = titles.indexOf('PID');
  if (pidColumn < 0) throw systemError("Couldn't find PID field in ps output");
  const rows = lines.map((line) => {
    const fields = line.trim().split(/\s+/);
    return [...fields.slice(0, titles.length - 1), fields.slice(titles.length - 1).join(' ')];
  });
  return { Processes: rows.filter((row) => pids.has(row[pidColumn] ?? '')), Titles: titles };
}
