import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { applet } from './applet.ts';
import { connectStream, portNumber, resolve } from './stream.ts';

const TELNET = 23;
const BUFFER = 512;
/** RFC 854: « interpret as command », and the four requests with the answers that decline them. */
const IAC = 255;
const REFUSALS = new Map([
  [251, 254],
  [253, 252],
]);
const REQUESTS = { first: 251, last: 254 };

/** What a server says, its option requests taken out; those are answered by « no ». */
function* withoutRequests(sys: System, fd: number, data: Uint8Array): Task<Uint8Array> {
  const text: number[] = [];
  for (let i = 0; i < data.length; i++) {
    const [byte = 0, command = 0] = data.subarray(i, i + 2);
    if (byte !== IAC || command === IAC) text.push(byte);
    if (byte !== IAC) continue;
    const request = command >= REQUESTS.first && command <= REQUESTS.last;
    i += request ? 2 : 1;
    const refusal = REFUSALS.get(command);
    if (refusal !== undefined) yield* sys.write(fd, Uint8Array.of(IAC, refusal, data[i] ?? 0));
  }
  return Uint8Array.from(text);
}

const withCarriageReturns = (data: Uint8Array): Uint8Array =>
  new TextEncoder().encode(new TextDecoder().decode(data).replaceAll('\n', '\r\n'));

/** The exit status: 1 where the server has closed first. */
function* talk(sys: System, fd: number): Task<number> {
  for (;;) {
    const ready = yield* sys.poll([0, fd]);
    if (ready.includes(0)) {
      const data = yield* sys.read(0, BUFFER);
      if (data.length === 0) return 0;
      yield* sys.write(fd, withCarriageReturns(data));
    }
    if (!ready.includes(fd)) continue;
    const data = yield* sys.read(fd, BUFFER);
    if (data.length > 0) yield* sys.write(1, yield* withoutRequests(sys, fd, data));
    else {
      yield* sys.write(1, 'Connection closed by foreign host\r\n');
      return 1;
    }
  }
}

/** telnet: lines to a TCP port and back (networking/telnet.c); it agrees to no option of the server's. */
export const telnet = applet({
  short: 'al:',
  operands: [1, 2],
  lacks: ['a', 'l'],
  *run({ sys, operands }) {
    const [host = '', port] = operands;
    const fd = yield* connectStream(sys, yield* resolve(sys, host, portNumber(port, TELNET)));
    // stdio holds it back until the end where the output is no terminal.
    const greeting = `Connected to ${host}\n`;
    const atOnce = sys.isatty(1);
    if (atOnce) yield* sys.write(1, greeting);
    const status = yield* talk(sys, fd);
    if (!atOnce) yield* sys.write(1, greeting);
    return status;
  },
});
