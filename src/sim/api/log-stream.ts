import type { ByteSink } from '../http/stream.ts';
import type { Task } from '../kernel/task.ts';
import type { LogMessage, LogOptions, Subscription } from './backend.ts';
import { multiplexed } from './multiplex.ts';

const queryEscape = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');

/** `name=value,…`, by name. */
const attributes = (given: Readonly<Record<string, string>> = {}): string =>
  Object.entries(given)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${queryEscape(name)}=${queryEscape(value)}`)
    .join(',');

const prefixed = (message: LogMessage, { timestamps, details }: LogOptions): Uint8Array => {
  const prefix = `${timestamps ? `${message.timestamp} ` : ''}${details ? `${attributes(message.attributes)} ` : ''}`;
  if (prefix === '') return message.line;
  const start = new TextEncoder().encode(prefix);
  const line = new Uint8Array(start.length + message.line.length);
  line.set(start);
  line.set(message.line, start.length);
  return line;
};

/** Writes messages as they come, each source framed unless the container has a terminal (moby's WriteLogStream). */
export function* writeLogStream(
  sink: ByteSink,
  messages: Subscription<LogMessage>,
  options: LogOptions,
  tty: boolean,
): Task<void> {
  const sinks = {
    stdout: tty ? sink : multiplexed(sink, 'stdout'),
    stderr: tty ? sink : multiplexed(sink, 'stderr'),
  };
  try {
    for (;;) {
      const message = yield* messages.next();
      if (message === undefined) return;
      if (options[message.source]) yield* sinks[message.source].write(prefixed(message, options));
    }
  } finally {
    messages.close();
  }
}
