import type { Clock } from '../clock.ts';
import { Errno } from '../errno.ts';
import type { Machine } from '../machine.ts';
import { ConntrackView } from '../netfilter/conntrack/conntrack-view.ts';
import type { TableName } from '../netfilter/iptables.ts';
import { conntrackOf, netfilter6Of, netfilterOf } from '../netfilter/netfilter.ts';
import type { Process } from '../process.ts';
import type { System } from '../syscalls.ts';
import type { Task } from '../task.ts';
import type { Caller } from './caller.ts';
import { fileCalls } from './files.ts';
import { namespaceCalls, netNamespaceOf } from './namespaces.ts';
import { processCalls } from './processes.ts';
import { signalCalls } from './signals.ts';
import { socketCalls } from './sockets.ts';
import { terminalCalls } from './terminals.ts';
import { treeCalls } from './tree.ts';

/** What a process knows of itself without asking. */
const FACTS = {
  pid: ({ process, pids }: Caller) => process.pidIn(pids) ?? 0,
  uid: ({ process }: Caller) => process.uid,
  gid: ({ process }: Caller) => process.gid,
  groups: ({ process }: Caller) => process.groups,
  env: ({ process }: Caller) => process.env,
  argv: ({ process }: Caller) => process.argv,
  ppid: ({ process, pids }: Caller) => process.parent?.pidIn(pids) ?? 0,
  pgid: ({ process, pids }: Caller) => process.info(pids).pgid,
};

type Facts = { readonly [K in keyof typeof FACTS]: ReturnType<(typeof FACTS)[K]> };

function identityCalls({ process }: Caller) {
  return {
    hostname: () => process.namespaces.uts.hostname,
    setHostname: (name: string) => {
      if (!process.capabilities.has('CAP_SYS_ADMIN')) throw new Errno('EPERM');
      process.namespaces.uts.hostname = name;
    },
    domainname: () => process.namespaces.uts.domainname,
    setTitle: (title: string) => {
      process.argv = [title];
    },
  };
}

function timeCalls({ machine }: Caller) {
  const { clock } = machine;
  return {
    realtime: () => clock.realtime,
    monotonic: () => clock.now,
    random: (count: number) => machine.random.bytes(count),
    sleep: (micros: number) => sleep(clock, micros),
  };
}

function* sleep(clock: Clock, micros: number): Task<void> {
  const deadline = clock.now + Math.max(0, Math.round(micros));
  while (clock.now < deadline) yield { queues: [], deadline };
}

/** What needs CAP_NET_ADMIN, all or in part. */
function networkCalls({ process }: Caller) {
  return {
    get netlink() {
      const capable = process.capabilities.has('CAP_NET_ADMIN');
      return process.namespaces.net.netlink(capable, (to) => netNamespaceOf(process, to));
    },
    iptables: (table: TableName, family: 'inet' | 'inet6' = 'inet') => {
      if (!process.capabilities.has('CAP_NET_ADMIN')) throw new Errno('EPERM');
      const of = family === 'inet' ? netfilterOf : netfilter6Of;
      return of(process.namespaces.net).tables[table];
    },
    conntrack: () => {
      if (!process.capabilities.has('CAP_NET_ADMIN')) throw new Errno('EPERM');
      return new ConntrackView(conntrackOf(process.namespaces.net));
    },
  };
}

const GROUPS = [
  identityCalls,
  timeCalls,
  networkCalls,
  fileCalls,
  treeCalls,
  terminalCalls,
  processCalls,
  signalCalls,
  socketCalls,
  namespaceCalls,
] as const;

type Groups = typeof GROUPS;

/** What of its calls has been made ready. */
interface Ready extends Caller {
  readonly ready: Partial<Record<number, Readonly<Record<string, unknown>>>>;
}

const CALLER = Symbol('caller');

/** What a process makes its calls by: the getters below, and whose they are. */
class Calls {
  readonly [CALLER]: Ready;

  constructor(caller: Ready) {
    this[CALLER] = caller;
  }
}

/** One getter for each fact, and one for each call, which makes its group ready. */
function addGetters(getters: object, caller: Caller): void {
  for (const [name, fact] of Object.entries(FACTS))
    Object.defineProperty(getters, name, {
      get(this: { readonly [CALLER]: Ready }) {
        return fact(this[CALLER]);
      },
    });
  GROUPS.forEach((group, at) => {
    for (const name of Object.keys(group(caller)))
      Object.defineProperty(getters, name, {
        get(this: { readonly [CALLER]: Ready }) {
          const own = this[CALLER];
          own.ready[at] ??= group(own);
          return own.ready[at][name];
        },
      });
  });
}

/** All processes' system calls have the same getters; the first process tells which there are. */
let known = false;

type Intersection<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void ? I : never;
type AllCalls = Intersection<ReturnType<Groups[number]>> & Facts;

/**
 * The system calls as one process may make them. They come in groups, each of which is made when one of its calls first
 * is: a container's `sleep` makes one, and a hundred closures for each process are a tenth of what it weighs.
 */
export function createSystem(machine: Machine, process: Process): System {
  const caller: Ready = { machine, process, pids: process.namespaces.pid, ready: {} };
  if (!known) addGetters(Calls.prototype, caller);
  known = true;
  return new Calls(caller) as object as AllCalls;
}
