/**
 * A real Docker Engine beside which some figures are printed: where the environment's ORACLE names a script that runs a
 * command beside one (`$ORACLE shell docker1 COMMAND…`). Without it, the figures stand alone and say so.
 */
import { execFileSync } from 'node:child_process';
import { median } from './measure.ts';

const ORACLE = process.env.ORACLE;
const HOST = process.env.ORACLE_HOST ?? 'docker1';

const NO_PEER = 'no real engine: set ORACLE';

/** What a Bash script writes that runs beside the real engine; undefined where there is none. */
function besideRealEngine(script: string): string | undefined {
  if (ORACLE === undefined) return undefined;
  return execFileSync(ORACLE, ['shell', HOST, 'bash', '-c', script], { encoding: 'utf8' });
}

/** How long a script takes there, in ms of the clock on the wall: the median of `runs`. `after` cleans up, and does not count. */
export function realTime(script: string, runs: number, after = ':'): number | undefined {
  const timed = `now() { date +%s%N; }
for run in $(seq ${runs}); do from=$(now); { ${script}; } >/dev/null 2>&1; to=$(now); { ${after}; } >/dev/null 2>&1; echo $((to - from)); done`;
  const times = besideRealEngine(timed)?.trim().split('\n').map(Number);
  return times && median(times) / 1e6;
}

/** `0.12 ms; real: 1.30 ms, 11 times as long`. */
export function beside(milliseconds: number, real: number | undefined): string {
  const digits = milliseconds < 10 ? 2 : 0;
  const own = `${milliseconds.toFixed(digits)} ms`;
  if (real === undefined) return `${own} (${NO_PEER})`;
  return `${own}; real: ${real.toFixed(digits)} ms, ${(real / milliseconds).toFixed(0)} times as long`;
}

/** So many things on the real engine, each made and removed by a command in which `{}` is its number. */
export interface RealList {
  readonly count: number;
  readonly make: string;
  readonly remove: string;
}

/** More than this takes the real engine minutes to make: then ORACLE_ALL asks for it. */
const EASY = 10;

/** How long the real engine takes to answer GET `path` while it has such a list, in ms: curl's median over its socket. */
export function realRequestTime(path: string, { count, make, remove }: RealList): number | undefined {
  if (count > EASY && process.env.ORACLE_ALL === undefined) return undefined;
  const each = (command: string): string => `seq ${count} | xargs -P 4 -I{} bash -c '${command}' >/dev/null 2>&1`;
  const request = `curl -s -o /dev/null -w '%{time_total}\\n' --unix-socket /var/run/docker.sock http://docker${path}`;
  const answer = besideRealEngine(`${each(make)}; for run in $(seq 15); do ${request}; done; ${each(remove)}`);
  const times = answer?.trim().split('\n').map(Number);
  return times && median(times) * 1_000;
}
