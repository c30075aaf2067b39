import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { readTextFile } from '../read-file.ts';
import { type HostEntry, lookUpHost } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';
import { applet } from './applet.ts';

function* own({ sys }: Call): Task<HostEntry> {
  const found = yield* lookUpHost(sys, sys.hostname());
  if (typeof found === 'string') throw new Failure(`${sys.hostname()}: Unknown host`);
  return found;
}

function set({ sys }: Call, name: string): void {
  orDie('sethostname', () => sys.setHostname(name));
}

function* fromFile(call: Call, path: string): Task<void> {
  let text: string;
  try {
    text = yield* readTextFile(call.sys, path);
  } catch (error) {
    throw isErrno(error) ? new Failure(`can't open '${path}': ${error.message}`) : error;
  }
  for (const line of text.split('\n')) if (line.trim() !== '' && !line.startsWith('#')) set(call, line.trim());
}

/** hostname: shows or sets the machine's name (networking/hostname.c). */
export const hostname = applet({
  short: 'dfisF:v',
  *run(call) {
    const { sys, options, operands } = call;
    const wanted = options.last('d', 'f', 'i', 's');
    const file = options.value('F');
    if (file !== undefined) yield* fromFile(call, file);
    else if (operands[0] !== undefined && wanted === undefined) set(call, operands[0]);
    else if (operands[0] !== undefined) throw new Misuse();
    else if (wanted === 'i') {
      const { addresses } = yield* own(call);
      const ipv4 = addresses.filter(({ family }) => family === 'inet');
      yield* call.print(`${ipv4.map(({ address }) => address).join(' ')}\n`);
    } else if (wanted === 'f') yield* call.print(`${(yield* own(call)).name}\n`);
    else if (wanted === 'd') yield* call.print(domainOf((yield* own(call)).name));
    else yield* call.print(`${wanted === 's' ? sys.hostname().split('.')[0] : sys.hostname()}\n`);
    return 0;
  },
});

const domainOf = (name: string): string => (name.includes('.') ? `${name.slice(name.indexOf('.') + 1)}\n` : '');
