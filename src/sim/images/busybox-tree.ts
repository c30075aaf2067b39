import { directory, executable, file, symlink, type Tree } from '../kernel/fs/tree.ts';
import type { Program } from '../kernel/syscalls.ts';
import { APPLET_PATHS } from '../linux/busybox/applet-paths.ts';
import { APPLETS } from '../linux/busybox/applets.ts';
import { busybox } from '../linux/busybox/busybox.ts';

type Links = Record<string, ReturnType<typeof symlink>>;

/** The links to /bin/busybox that belong in a directory. */
function links(folder: string): Links {
  const names = APPLET_PATHS.filter((path) => path.startsWith(`${folder}/`)).map((path) =>
    path.slice(folder.length + 1),
  );
  return Object.fromEntries(names.filter((name) => name !== 'busybox').map((name) => [name, symlink('/bin/busybox')]));
}

const PASSWD = `root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/sbin/nologin
`;

const GROUP = `root:x:0:root
nobody:x:65534:
`;

const OS_RELEASE = `NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.22.2
PRETTY_NAME="Alpine Linux v3.22"
HOME_URL="https://alpinelinux.org/"
`;

/**
 * The recorded Alpine's file tree: BusyBox and the links to it.
 * @param sh the shell, which BusyBox holds as its applets `sh` and `ash`
 * @param extra files for its directories
 */
export function busyboxTree(sh: Program, extra: { etc?: Tree; sbin?: Tree; usr?: Tree; var?: Tree } = {}): Tree {
  const program = busybox(new Map([...APPLETS, ['sh', sh], ['ash', sh]]));
  return {
    bin: { ...links('bin'), busybox: executable(program) },
    dev: {},
    etc: { 'alpine-release': '3.22.2\n', group: GROUP, 'os-release': OS_RELEASE, passwd: PASSWD, ...extra.etc },
    home: {},
    lib: {},
    linuxrc: symlink('/bin/busybox'),
    media: {},
    mnt: {},
    opt: {},
    proc: {},
    root: directory({}, 0o700),
    run: {},
    sbin: links('sbin'),
    srv: {},
    sys: {},
    tmp: directory({}, 0o1777),
    usr: {
      bin: links('usr/bin'),
      lib: {},
      local: { bin: {} },
      sbin: { ...links('usr/sbin'), ...extra.sbin },
      ...extra.usr,
    },
    var: { log: {}, run: {}, www: {}, ...extra.var },
  };
}

/** A shell script that can be executed. */
export const script = (text: string) => file(text, 0o755);
