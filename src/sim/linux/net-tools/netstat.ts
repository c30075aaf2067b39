import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { baseName, type Call, defineProgram } from '../call.ts';
import { byInterfaceName } from '../interface-name.ts';
import { netToolsTable } from '../ipv6-route-table.ts';
import { NotSimulated } from '../not-simulated.ts';
import { lookUpAddress } from '../resolver/host.ts';
import { routeTable } from '../route-table.ts';
import { listSockets, readServices, type SocketEnd, type SocketProtocol } from '../socket-list.ts';
import { interfaceTable } from './interface-table.ts';
import { NETSTAT_USAGE, NETSTAT_VERSION } from './usage.ts';

const ADDRESS_WIDTH = 23;
const PROGRAM_WIDTH = 20;
const ANY = new Set(['0.0.0.0', '::']);

/** Which protocols the options name, in the order of the listing. */
function protocolsOf({ options }: Call): SocketProtocol[] {
  const only = options.last('4', '6');
  const [t, u, w] = ['t', 'u', 'w'].map((key) => options.has(key));
  const all = !t && !u && !w;
  const chosen: SocketProtocol[] = [
    ...(all || t ? (['tcp', 'tcp6'] as const) : []),
    ...(all || u ? (['udp', 'udp6'] as const) : []),
    ...(all || w ? (['raw', 'raw6'] as const) : []),
  ];
  return only === undefined ? chosen : chosen.filter((protocol) => protocol.endsWith('6') === (only === '6'));
}

function titleOf({ options }: Call): string {
  if (options.has('a')) return '(servers and established)';
  return options.has('l') ? '(only servers)' : '(w/o servers)';
}

/** « PID/Program name » by the inode of a socket that the process holds. */
function programs(sys: System): Map<number, string> {
  const found = new Map<number, string>();
  for (const { pid, argv } of sys.processes()) {
    const name = `${pid}/${baseName(argv[0] ?? '')}`.slice(0, PROGRAM_WIDTH - 1);
    for (const fd of descriptors(sys, pid)) {
      const { type, inode } = sys.stat(`/proc/${pid}/fd/${fd}`);
      if (type === 'socket') found.set(inode, name);
    }
  }
  return found;
}

function descriptors(sys: System, pid: number): readonly string[] {
  try {
    return sys.readdir(`/proc/${pid}/fd`);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

function* nameOf(call: Call, { address, port }: SocketEnd, service: string | undefined): Task<string> {
  const numeric = call.options.has('n');
  const host = numeric || ANY.has(address) ? undefined : yield* lookUpAddress(call.sys, address);
  const anywhere = numeric || address !== '::' ? address : '[::]';
  return `${host ?? anywhere}:${port === 0 ? '*' : numeric ? port : (service ?? port)}`.slice(0, ADDRESS_WIDTH);
}

function* listInet(call: Call): Task<void> {
  const { sys, options } = call;
  const held = options.has('p') ? programs(sys) : undefined;
  const services = yield* readServices(sys);
  const column = held ? ` ${'PID/Program name'.padEnd(PROGRAM_WIDTH)}` : '';
  yield* call.print(
    `Active Internet connections ${titleOf(call)}\nProto Recv-Q Send-Q ${'Local Address'.padEnd(ADDRESS_WIDTH)} ${'Foreign Address'.padEnd(ADDRESS_WIDTH)} ${'State'.padEnd(11)}${column}\n`,
  );
  for (const row of yield* listSockets(sys, protocolsOf(call))) {
    const listening = row.state === 'LISTEN' || (row.state === 'CLOSE' && ANY.has(row.remote.address));
    if (!options.has('a') && listening !== options.has('l')) continue;
    const plain = row.protocol.replace('6', '');
    const queues = [row.received, row.sent].map((bytes) => `${bytes}`.padStart(6)).join(' ');
    const local = yield* nameOf(call, row.local, services(row.local.port, plain));
    const remote = yield* nameOf(call, row.remote, services(row.remote.port, plain));
    const ends = [local, remote].map((end) => end.padEnd(ADDRESS_WIDTH)).join(' ');
    const state = (row.state === 'CLOSE' && plain !== 'tcp' ? '' : row.state).padEnd(11);
    const program = held ? ` ${(held.get(row.inode) ?? '-').padEnd(PROGRAM_WIDTH)}` : '';
    yield* call.print(`${row.protocol.padEnd(4)}  ${queues} ${ends} ${state}${program}\n`);
  }
}

const UNIX_COLUMNS = 'Proto RefCnt Flags       Type       State         I-Node   Path';

/** netstat of net-tools: sockets, or with -r the routing table. */
export const netstat = defineProgram(
  {
    short: 'aA:cCeFgiklMnNoprsStTuUvVwWxZ46h',
    long: {
      tcp: 't',
      udp: 'u',
      raw: 'w',
      unix: 'x',
      listening: 'l',
      all: 'a',
      numeric: 'n',
      program: 'p',
      route: 'r',
      help: 'h',
      version: 'V',
      interfaces: 'i',
      statistics: 's',
      groups: 'g',
    },
    lacks: ['c', 'C', 'F', 'g', 'k', 'M', 'N', 'o', 's', 'S', 'T', 'U', 'Z'],
    *run(call) {
      const { options, sys } = call;
      const family = options.value('A');
      if (family !== undefined && !['inet', 'inet6', 'unix'].includes(family)) {
        yield* sys.write(2, `Unknown address family \`${family}'.\n`);
        return 1;
      }
      if (options.has('h') || options.has('V')) {
        yield* sys.write(options.has('V') ? 1 : 2, options.has('V') ? NETSTAT_VERSION : NETSTAT_USAGE);
        return 0;
      }
      if (options.has('i') && !options.has('e')) {
        const links = sys.netlink.links().filter(({ flags }) => options.has('a') || flags.includes('UP'));
        const sorted = links.sort((a, b) => byInterfaceName(a.name, b.name));
        yield* call.print(`Kernel Interface table\n${interfaceTable(sorted, 18)}`);
        return 0;
      }
      if ((options.has('A') && !options.has('r')) || options.has('i')) throw new NotSimulated('netstat -A, -ie');
      if (options.has('r')) {
        const six = options.has('6') || options.value('A') === 'inet6';
        yield* call.print(
          six
            ? yield* netToolsTable(sys, options.has('n'))
            : routeTable(sys.netlink.routes(), {
                numeric: options.has('n'),
                extended: !options.has('e'),
                anywhere: '0.0.0.0',
              }),
        );
        return 0;
      }
      const unix = options.has('x');
      const inet = ['t', 'u', 'w', '4', '6'].some((key) => options.has(key)) || !unix;
      if (inet) yield* listInet(call);
      const all = !['t', 'u', 'w', '4', '6'].some((key) => options.has(key));
      if (unix || all) yield* call.print(`Active UNIX domain sockets ${titleOf(call)}\n${UNIX_COLUMNS}\n`);
      return 0;
    },
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\n${NETSTAT_USAGE}`);
    return 3;
  },
);
