import type { HijackedStream } from '../http/client.ts';
import type { Task } from '../kernel/task.ts';
import type { Call } from './call.ts';
import { MULTIPLEXED_STREAM, RAW_STREAM } from './multiplex.ts';

const encoder = new TextEncoder();

/**
 * Takes the connection over from HTTP and tells the client so: `101 UPGRADED` if it asked for that, else a `200` without end.
 * `multiplexed` is announced from API 1.42 on. `extra` are header fields sent besides.
 */
export function* takeOver(
  call: Call,
  multiplexed: boolean,
  extra: Iterable<readonly [string, string]> = [],
): Task<HijackedStream> {
  const stream = call.response.hijack();
  const type = multiplexed && !call.before('1.42') ? MULTIPLEXED_STREAM : RAW_STREAM;
  const head = call.request.headers.has('Upgrade')
    ? `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n`
    : `HTTP/1.1 200 OK\r\nContent-Type: ${RAW_STREAM}\r\n`;
  const fields = [...extra].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}: ${value}\r\n`);
  yield* stream.write(encoder.encode(`${head}${fields.join('')}\r\n`));
  return stream;
}
