import { type Namespaces, PidNamespace } from '../../kernel/namespaces.ts';
import type { Daemon } from '../daemon.ts';
import { invalidParameter, systemError, wrapped } from '../errors.ts';
import { enterNetwork } from '../network/enter.ts';
import { connectedContainer, type HostConfig } from './config.ts';
import { type Container, isRestarting, notRunning } from './container.ts';
import { mountSystem } from './mount-table.ts';

/** The namespaces that a container starts in: its own, or those that `--network`, `--pid` and `--uts` say. */
export function newNamespaces(daemon: Daemon, container: Container): Namespaces {
  const { config, hostConfig } = container;
  const host = daemon.machine.namespaces;
  checkIpc(daemon, hostConfig.IpcMode);
  const pid = pidNamespace(daemon, hostConfig.PidMode);
  const net = enterNetwork(daemon, container);
  return {
    net,
    uts:
      hostConfig.UTSMode === 'host'
        ? host.uts
        : { hostname: config.Hostname, domainname: config.Domainname || '(none)' },
    pid,
    root: container.root,
    mounts: mountSystem(container, daemon.machine.clock.realtime),
    noNewPrivileges: (hostConfig.SecurityOpt ?? []).some((option) => /^no-new-privileges([:=]true)?$/.test(option)),
    pidsMax: () => container.hostConfig.PidsLimit ?? undefined,
  };
}

function pidNamespace(daemon: Daemon, mode: string): PidNamespace {
  const host = daemon.machine.namespaces.pid;
  if (mode === 'host') return host;
  const name = connectedContainer(mode);
  return name === undefined ? new PidNamespace(host) : joined(daemon, name, 'PID').pid;
}

function joined(daemon: Daemon, name: string, what: string): Namespaces {
  const donor = daemon.containers.get(name);
  const refused = donor.running ? undefined : notRunning(donor.id);
  const restarting = donor.state.restarting ? isRestarting(donor.id) : undefined;
  if (refused ?? restarting) throw wrapped(refused ?? restarting, `failed to join ${what} namespace`);
  if (donor.namespaces === undefined) throw notRunning(donor.id);
  return donor.namespaces;
}

/** There are no System V objects and no shared memory to see: what counts is who may be joined. */
function checkIpc(daemon: Daemon, mode: string): void {
  const name = connectedContainer(mode);
  if (name === undefined) return;
  joined(daemon, name, 'IPC');
  const donor = daemon.containers.get(name);
  if (!['shareable', 'host'].includes(donor.hostConfig.IpcMode)) {
    const hint = 'non-shareable IPC (hint: use IpcMode:shareable for the donor container)';
    throw systemError(`failed to join IPC namespace: container ${donor.id}: ${hint}`);
  }
}

type Modes = Pick<HostConfig, 'IpcMode' | 'PidMode' | 'UTSMode' | 'CgroupnsMode'>;

const IPC_MODES = ['', 'none', 'host', 'private', 'shareable'];
const HOST_OR_OWN = ['', 'host'];
const CGROUP_MODES = ['', 'host', 'private'];

/** Throws for a mode that is none (moby's daemon_unix.go and runconfig). */
export function checkModes({ IpcMode, PidMode, UTSMode, CgroupnsMode }: Modes): void {
  const isOther = (mode: string): boolean => connectedContainer(mode) !== undefined;
  const check = (what: string, mode: string, known: readonly string[], mayJoin: boolean): void => {
    if (!known.includes(mode) && !(mayJoin && isOther(mode))) throw invalidParameter(`invalid ${what} mode: ${mode}`);
  };
  check('IPC', IpcMode, IPC_MODES, true);
  check('PID', PidMode, HOST_OR_OWN, true);
  check('UTS', UTSMode, HOST_OR_OWN, false);
  check('cgroup namespace', CgroupnsMode, CGROUP_MODES, false);
}
