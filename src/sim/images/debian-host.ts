import type { Directory } from '../kernel/fs/inode.ts';
import { directory, executable, makeTree, symlink, type Tree } from '../kernel/fs/tree.ts';
import type { Program } from '../kernel/syscalls.ts';
import { brctl } from '../linux/bridge-utils/brctl.ts';
import { clear } from '../linux/busybox/clear.ts';
import { hexdump } from '../linux/busybox/dump.ts';
import { kill } from '../linux/busybox/kill.ts';
import { rev } from '../linux/busybox/rev.ts';
import { conntrack } from '../linux/conntrack/conntrack.ts';
import { COREUTILS } from '../linux/coreutils/programs.ts';
import { curl } from '../linux/curl/curl.ts';
import { which } from '../linux/debianutils/which.ts';
import { cmp } from '../linux/diffutils/cmp.ts';
import { diff } from '../linux/diffutils/diff.ts';
import { dockerInit } from '../linux/docker-init/docker-init.ts';
import { dockerProxy } from '../linux/docker-proxy/docker-proxy.ts';
import { find } from '../linux/findutils/find.ts';
import { xargs } from '../linux/findutils/xargs.ts';
import { momentOf } from '../linux/gmtime.ts';
import { grep } from '../linux/grep/grep.ts';
import { bridge } from '../linux/iproute2/bridge.ts';
import { ip } from '../linux/iproute2/program.ts';
import { ss } from '../linux/iproute2/ss.ts';
import { ip6tables, iptables } from '../linux/iptables/iptables.ts';
import { ip6tablesRestore, iptablesRestore } from '../linux/iptables/restore.ts';
import { ip6tablesSave, iptablesSave } from '../linux/iptables/save.ts';
import { ping } from '../linux/iputils/ping.ts';
import { jq } from '../linux/jq/jq.ts';
import { awk } from '../linux/mawk/awk.ts';
import { arp } from '../linux/net-tools/arp.ts';
import { hostname } from '../linux/net-tools/hostname.ts';
import { ifconfig } from '../linux/net-tools/ifconfig.ts';
import { netstat } from '../linux/net-tools/netstat.ts';
import { route } from '../linux/net-tools/route.ts';
import { refuse } from '../linux/not-simulated.ts';
import { ps } from '../linux/procps/ps.ts';
import { sysctl } from '../linux/procps/sysctl.ts';
import { sed } from '../linux/sed/sed.ts';
import { tar } from '../linux/tar/gnu-tar.ts';
import { tcpdump } from '../linux/tcpdump/tcpdump.ts';
import { mount } from '../linux/util-linux/mount.ts';
import { nsenter } from '../linux/util-linux/nsenter.ts';
import { unshare } from '../linux/util-linux/unshare.ts';
import { DEBIAN_ACCOUNTS } from './debian-accounts.ts';
import { MISSING_BIN, MISSING_SBIN } from './debian-missing.ts';
import { DEBIAN_SERVICES } from './debian-services.ts';

/** What a Docker host adds to Debian: its name, and the programs that only the world knows. */
export interface DebianHost {
  readonly hostname: string;
  readonly bash: Program;
  readonly docker: Program;
  readonly dockerd: Program;
}

const OS_RELEASE = `PRETTY_NAME="Debian GNU/Linux forky/sid"
NAME="Debian GNU/Linux"
VERSION_CODENAME=forky
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`;

const missing = (names: readonly string[]): Tree =>
  Object.fromEntries(names.map((name) => [name, executable((sys) => refuse(sys, name))]));

const executables = (programs: Readonly<Record<string, Program>>): Tree =>
  Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, executable(program)]));

function usrTree({ bash, docker, dockerd }: DebianHost): Tree {
  return {
    bin: {
      ...missing(MISSING_BIN),
      ...executables({
        ...COREUTILS,
        bash,
        docker,
        'docker-init': dockerInit,
        clear,
        egrep: grep,
        fgrep: grep,
        grep,
        hostname,
        ip,
        kill,
      }),
      ...executables({ cmp, diff, hexdump, sed, tar }),
      ...executables({ curl, netstat, ping, ps, rev, which, xargs }),
      ...executables({ awk }),
      ...executables({ find }),
      ...executables({ jq }),
      ...executables({ ss, tcpdump }),
      ...executables({ mount, nsenter, unshare }),
      ping4: symlink('ping'),
      sh: symlink('bash'),
    },
    games: {},
    include: {},
    lib: { 'os-release': OS_RELEASE },
    lib64: {},
    libexec: {},
    local: { bin: {}, etc: {}, lib: {}, sbin: {}, share: {} },
    sbin: {
      ...missing(MISSING_SBIN),
      ...executables({ arp, 'docker-proxy': dockerProxy, ifconfig, ip6tables, iptables, route }),
      ...executables({ bridge }),
      ...executables({ brctl }),
      ...executables({ sysctl }),
      ...executables({ conntrack, 'iptables-restore': iptablesRestore, 'iptables-save': iptablesSave }),
      ...executables({ 'ip6tables-restore': ip6tablesRestore, 'ip6tables-save': ip6tablesSave }),
      ...executables({ dockerd }),
      ip: symlink('../bin/ip'),
    },
    share: {},
    src: {},
  };
}

/** Debian's prompt, as its /etc/bash.bashrc sets it. */
const BASHRC = `# System-wide .bashrc file for interactive bash(1) shells.
PS1='\\u@\\h:\\w\\$ '
`;

const etcTree = (hostname: string): Tree => ({
  'bash.bashrc': BASHRC,
  ...DEBIAN_ACCOUNTS,
  debian_version: 'forky/sid\n',
  docker: {},
  'host.conf': 'multi on\n',
  hostname: `${hostname}\n`,
  hosts: `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n`,
  'os-release': symlink('../usr/lib/os-release'),
  'resolv.conf': 'nameserver 192.168.65.1\n',
  services: DEBIAN_SERVICES,
  shells: '# /etc/shells: valid login shells\n/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n',
});

/** The file system of a Docker host: Debian with the tools that network lessons use. */
export function debianHost(host: DebianHost): Directory {
  const tree: Tree = {
    bin: symlink('usr/bin'),
    boot: {},
    dev: {},
    etc: etcTree(host.hostname),
    home: {},
    lib: symlink('usr/lib'),
    lib64: symlink('usr/lib64'),
    media: {},
    mnt: {},
    opt: {},
    proc: {},
    root: directory({}, 0o700),
    run: {},
    sbin: symlink('usr/sbin'),
    srv: {},
    sys: {},
    tmp: directory({}, 0o1777),
    usr: usrTree(host),
    var: {
      cache: {},
      lib: { docker: directory({}, 0o710) },
      log: {},
      run: symlink('/run'),
      tmp: directory({}, 0o1777),
    },
  };
  return makeTree(tree, momentOf(2026, 11, 16, 8, 30));
}
