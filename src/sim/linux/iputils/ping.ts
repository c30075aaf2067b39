import { isErrno } from '../../kernel/errno.ts';
import type { Program, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, defineProgram, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { lookUpHost, numericAddress } from '../resolver/host.ts';
import { Pinger } from './pinger.ts';
import { type PingSettings, settingsOf } from './settings.ts';
import { USAGE } from './usage.ts';

const FAILURE = 2;
const PORT = 1025;
const EXPLANATIONS = {
  'no-name': 'Name or service not known',
  'no-data': 'No address associated with hostname',
  again: 'Temporary failure in name resolution',
};

/** The source address of a route to `address`: a UDP socket is connected to find it, which says too where there is none. */
function* probe(sys: System, address: string, { broadcast, source }: PingSettings): Task<string> {
  const fd = sys.socket('inet', 'dgram');
  try {
    sys.setsockopt(fd, { broadcast });
    if (source !== undefined) sys.bind(fd, { family: 'inet', address: source, port: 0 });
    yield* sys.connect(fd, { family: 'inet', address, port: PORT });
    const local = sys.getsockname(fd);
    return local.family === 'inet' ? local.address : '';
  } catch (error) {
    if (isErrno(error, 'EACCES'))
      throw new Failure('Do you want to ping broadcast? Then -b. If not, check your local firewall rules', FAILURE);
    throw isErrno(error) ? new Failure(`connect: ${error.message}`, FAILURE) : error;
  } finally {
    sys.close(fd);
  }
}

function* ping4(call: Call, settings: PingSettings, address: string): Task<number> {
  const { host, size, source, device, pattern } = settings;
  const local = yield* probe(call.sys, address, settings);
  if (pattern.length > 0)
    yield* call.print(`PATTERN: 0x${pattern.map((byte) => byte.toString(16).padStart(2, '0')).join('')}\n`);
  if (settings.broadcast && address.endsWith('.255')) yield* call.sys.write(2, 'WARNING: pinging broadcast address\n');
  const from = source !== undefined || device !== undefined ? ` from ${source ?? local} ${device ?? ''}:` : '';
  yield* call.print(`PING ${host} (${address})${from} ${size}(${size + 28}) bytes of data.\n`);
  const named = !settings.numeric && (numericAddress(host) === undefined || call.options.has('H'));
  return yield* new Pinger(call.sys, settings, address, named).run();
}

/** ping of iputils: tells of replies, and of ICMP errors too. */
export const ping: Program = defineProgram(
  {
    short: '46bc:DfI:i:nqs:t:vW:w:p:AhVaBCOUde:FHLl:m:M:N:Q:RrS:T:3',
    lacks: ['f', 'V', 'a', 'B', 'C', 'O', 'U', 'd', 'e', 'F', 'L', 'l', 'm', 'M', 'N', 'Q', 'R', 'r', 'S', 'T', '3'],
    *run(call) {
      if (call.options.has('h')) {
        yield* call.sys.write(2, USAGE);
        return FAILURE;
      }
      const settings = settingsOf(call);
      const family = { '4': 'inet', '6': 'inet6' }[call.options.last('4', '6') ?? ''] as 'inet' | 'inet6' | undefined;
      const found = yield* lookUpHost(call.sys, settings.host, family);
      if (typeof found === 'string') throw new Failure(`${settings.host}: ${EXPLANATIONS[found]}`, FAILURE);
      const [target] = found.addresses;
      if (target === undefined || target.family === 'inet6') throw new NotSimulated(`ping ${settings.host} (IPv6)`);
      return yield* ping4(call, settings, target.address);
    },
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\n${USAGE}`);
    return FAILURE;
  },
);
