import { Errno } from '../errno.ts';
import type { Machine } from '../machine.ts';
import { ConntrackView } from '../netfilter/conntrack/conntrack-view.ts';
import type { TableName } from '../netfilter/iptables.ts';
import { conntrackOf, netfilter6Of, netfilterOf } from '../netfilter/netfilter.ts';
import type { Process } from '../process.ts';
import type { System } from '../syscalls.ts';
import { fileCalls } from './files.ts';
import { namespaceCalls, netNamespaceOf } from './namespaces.ts';
import { processCalls } from './processes.ts';
import { signalCalls } from './signals.ts';
import { socketCalls } from './sockets.ts';
import { terminalCalls } from './terminals.ts';
import { treeCalls } from './tree.ts';

/** The system calls as one process may make them. */
export function createSystem(machine: Machine, process: Process): System {
  const { pid } = process.namespaces;
  const { clock } = machine;
  const identity = {
    pid: process.pidIn(pid) ?? 0,
    uid: process.uid,
    gid: process.gid,
    groups: process.groups,
    env: process.env,
    get argv() {
      return process.argv;
    },
    get ppid() {
      return process.parent?.pidIn(pid) ?? 0;
    },
    get pgid() {
      return process.info(pid).pgid;
    },
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
    hostname: () => process.namespaces.uts.hostname,
    setHostname: (name: string) => {
      if (!process.capabilities.has('CAP_SYS_ADMIN')) throw new Errno('EPERM');
      process.namespaces.uts.hostname = name;
    },
    domainname: () => process.namespaces.uts.domainname,
    setTitle: (title: string) => {
      process.argv = [title];
    },
    realtime: () => clock.realtime,
    monotonic: () => clock.now,
    random: (count: number) => machine.random.bytes(count),
    *sleep(micros: number) {
      const deadline = clock.now + Math.max(0, Math.round(micros));
      while (clock.now < deadline) yield { queues: [], deadline };
    },
  };
  return Object.assign(
    identity,
    fileCalls(machine, process),
    treeCalls(machine, process),
    terminalCalls(process),
    processCalls(machine, process),
    signalCalls(process),
    socketCalls(process, clock),
    namespaceCalls(machine, process),
  );
}
