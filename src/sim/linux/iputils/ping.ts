import { isErrno } from '../../kernel/errno.ts';
import type { SocketAddress } from '../../kernel/socket.ts';
import type { Program, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, defineProgram, Failure } from '../call.ts';
import { type HostAddress, hostText, lookUpHost, numericAddress } from '../resolver/host.ts';
import { Pinger } from './pinger.ts';
import { checkPacket, type PingSettings, settingsOf } from './settings.ts';
import { USAGE } from './usage.ts';

const FAILURE = 2;
const PORT = 1025;
const EXPLANATIONS = {
  'other-family': 'Address family for hostname not supported',
  'no-name': 'Name or service not known',
  'no-data': 'No address associated with hostname',
  again: 'Temporary failure in name resolution',
};

/** The source address of a route to `address`: a UDP socket is connected to find it, which says too where there is none. */
function* probe(sys: System, target: HostAddress, { broadcast, source, device }: PingSettings): Task<string> {
  const { family } = target;
  const fd = sys.socket(family, 'dgram');
  try {
    sys.setsockopt(fd, { broadcast, ...(device && { device }) });
    if (source !== undefined) bind(sys, fd, { family, address: source, port: 0 });
    yield* sys.connect(fd, { ...target, port: PORT });
    const local = sys.getsockname(fd);
    return local.family === 'unix' ? '' : local.address;
  } catch (error) {
    if (isErrno(error, 'EACCES'))
      throw new Failure('Do you want to ping broadcast? Then -b. If not, check your local firewall rules', FAILURE);
    throw isErrno(error) ? new Failure(`connect: ${error.message}`, FAILURE) : error;
  } finally {
    sys.close(fd);
  }
}

function bind(sys: System, fd: number, address: SocketAddress): void {
  try {
    sys.bind(fd, address);
  } catch (error) {
    throw isErrno(error) ? new Failure(`bind: ${error.message}`, FAILURE) : error;
  }
}

const GROUP = /^ff/;

/** ping6_run(): of a link-local address or a group it has no source to tell. */
function* ping6(call: Call, settings: PingSettings, target: HostAddress): Task<number> {
  const { host, size, device } = settings;
  const scoped = target.scope === undefined && target.address.startsWith('fe80:');
  const unknown = scoped || GROUP.test(target.address);
  const local = unknown ? '::' : yield* probe(call.sys, target, settings);
  if (device !== undefined && unknown)
    yield* call.sys.write(2, `ping: Warning: source address might be selected on device other than: ${device}\n`);
  yield* printPattern(call, settings);
  const from = sender(call, settings, local);
  yield* call.print(`PING ${host} (${hostText(target)})${from} ${size} data bytes\n`);
  return yield* new Pinger(call.sys, settings, target, isNamed(call, settings)).run();
}

/** Where the packets come from, as far as it was said. */
function sender(call: Call, { source, device }: PingSettings, local: string): string {
  const told = source !== undefined || device !== undefined || call.options.has('B');
  return told ? ` from ${source ?? local} ${device ?? ''}:` : '';
}

function* printPattern(call: Call, { pattern }: PingSettings): Task<void> {
  if (pattern.length === 0) return;
  yield* call.print(`PATTERN: 0x${pattern.map((byte) => byte.toString(16).padStart(2, '0')).join('')}\n`);
}

/** Are addresses shown with their names? */
const isNamed = (call: Call, { host, numeric }: PingSettings): boolean =>
  !numeric && (numericAddress(host) === undefined || call.options.has('H'));

function* ping4(call: Call, settings: PingSettings, target: HostAddress): Task<number> {
  const { host, size } = settings;
  const local = yield* probe(call.sys, target, settings);
  const address = target.address === '0.0.0.0' ? local : target.address;
  yield* printPattern(call, settings);
  if (settings.broadcast && address.endsWith('.255')) yield* call.sys.write(2, 'WARNING: pinging broadcast address\n');
  const from = sender(call, settings, local);
  yield* call.print(`PING ${host} (${address})${from} ${size}(${size + 28}) bytes of data.\n`);
  return yield* new Pinger(call.sys, settings, { ...target, address }, isNamed(call, settings)).run();
}

const VERSION = `ping from iputils 20250605
libcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes
`;

/** -v: the sockets, and which family was asked for. */
function* tellSockets(call: Call, family: 'inet' | 'inet6' | undefined): Task<void> {
  const fd = (wanted: 'inet' | 'inet6', number: number): string =>
    family === undefined || family === wanted ? `${number} (socktype: SOCK_RAW)` : '-1 (socktype: 0)';
  const hints = family === undefined ? 'AF_UNSPEC' : AF[family];
  const six = fd('inet6', family === undefined ? 4 : 3);
  yield* call.warn(`sock4.fd: ${fd('inet', 3)}, sock6.fd: ${six}, hints.ai_family: ${hints}`);
}

const AF = { inet: 'AF_INET', inet6: 'AF_INET6' };

/** ping of iputils: tells of replies, and of ICMP errors too. */
export const ping: Program = defineProgram(
  {
    short: '46bc:DfI:i:nqs:t:vW:w:p:AhVaBCOUde:FHLl:m:M:N:Q:RrS:T:3',
    lacks: ['F', 'm', 'N', 'R', 'r', 'T'],
    *run(call) {
      if (call.options.has('h')) {
        yield* call.sys.write(2, USAGE);
        return FAILURE;
      }
      if (call.options.has('V')) {
        yield* call.print(VERSION);
        return 0;
      }
      const settings = yield* settingsOf(call);
      const family = { '4': 'inet', '6': 'inet6' }[call.options.last('4', '6') ?? ''] as 'inet' | 'inet6' | undefined;
      if (settings.verbose) yield* tellSockets(call, family);
      const found = yield* lookUpHost(call.sys, settings.host, family);
      if (typeof found === 'string') throw new Failure(`${settings.host}: ${EXPLANATIONS[found]}`, FAILURE);
      const [target] = found.addresses;
      if (target === undefined) throw new Failure(`${settings.host}: ${EXPLANATIONS['no-name']}`, FAILURE);
      if (settings.verbose)
        yield* call.warn(`ai->ai_family: ${AF[target.family]}, ai->ai_canonname: '${settings.host}'`);
      checkPacket(settings, target.family);
      return yield* (target.family === 'inet' ? ping4 : ping6)(call, settings, target);
    },
  },
  function* (sys, name, { text }) {
    // getopt(3), which knows no long options.
    const said = text.replace(/^unrecognized option.*/, "invalid option -- '-'");
    yield* sys.write(2, `${name}: ${said}\n${USAGE}`);
    return FAILURE;
  },
);
