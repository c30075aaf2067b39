import type { Daemon } from '../daemon.ts';
import { conflict, invalidParameter, systemError } from '../errors.ts';
import { Subscription } from '../subscription.ts';
import { type Instant, parseUnixTime, rfc3339NanoFixed } from '../time.ts';
import type { Container } from './container.ts';
import type { LogEntry } from './json-log.ts';
import { logAttributes } from './log-config.ts';

export interface LogOptions {
  follow: boolean;
  stdout: boolean;
  stderr: boolean;
  /** Unix times, or empty. */
  since: string;
  until: string;
  /** A number of lines, or `all`. */
  tail: string;
}

export interface LogMessage {
  source: 'stdout' | 'stderr';
  line: Uint8Array;
  timestamp: string;
  /** What `--details` shows. */
  attributes?: Record<string, string>;
}

/** `docker logs`: the lines that were written, and with `follow` those that come until the container ends. */
export function containerLogs(
  daemon: Daemon,
  container: Container,
  options: LogOptions,
): { tty: boolean; messages: Subscription<LogMessage> } {
  if (!options.stdout && !options.stderr) throw invalidParameter('You must choose at least one stream');
  if (container.state.removing || container.state.dead) {
    throw conflict('can not get logs from container which is dead or marked for removal');
  }
  if (container.hostConfig.LogConfig.Type === 'none') {
    throw systemError('configured logging driver does not support reading');
  }
  const attributes = logAttributes(container.hostConfig.LogConfig, container.config);
  const message = (entry: LogEntry) => ({ ...messageOf(entry), ...(attributes && { attributes }) });
  const until = parseUnixTime(options.until);
  const wanted = ({ source, time }: LogEntry): boolean => options[source] && (until === undefined || time <= until);
  let stop = (): void => {};
  const messages = new Subscription<LogMessage>(() => stop());
  for (const entry of pastEntries(container, options)) if (wanted(entry)) messages.push(message(entry));
  if (!options.follow || !container.running) messages.end();
  else {
    const live = container.log.live;
    const unlisten = live.listen((entry) => {
      if (wanted(entry)) messages.push(message(entry));
    });
    const ended = live.onEnd(() => messages.end());
    const timer = until === undefined ? undefined : endAt(daemon, messages, until);
    stop = () => {
      unlisten();
      ended();
      timer?.cancel();
    };
  }
  return { tty: container.config.Tty, messages };
}

/** `tail` counts the lines of both streams together, as the log file holds them. */
function pastEntries(container: Container, { since, tail }: LogOptions): readonly LogEntry[] {
  const from = parseUnixTime(since);
  const entries = container.log.entries.filter(({ time }) => from === undefined || time >= from);
  return /^\d+$/.test(tail) ? entries.slice(Math.max(0, entries.length - Number(tail))) : entries;
}

const messageOf = ({ source, line, time }: LogEntry): LogMessage => ({
  source,
  line,
  timestamp: rfc3339NanoFixed(time),
});

function endAt(daemon: Daemon, messages: Subscription<LogMessage>, until: Instant) {
  const { clock } = daemon.machine;
  return clock.at(Number(until / 1000n) - clock.epoch, () => messages.end());
}
