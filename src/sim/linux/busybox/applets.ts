import type { Program } from '../../kernel/syscalls.ts';
import { arp } from './arp.ts';
import { arping } from './arping.ts';
import { awk } from './awk.ts';
import { basename } from './basename.ts';
import { cat } from './cat.ts';
import { chmod } from './chmod.ts';
import { chgrp, chown } from './chown.ts';
import { clear } from './clear.ts';
import { cmp } from './cmp.ts';
import { cp } from './cp.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { dd } from './dd.ts';
import { df } from './df.ts';
import { diff } from './diff.ts';
import { dirname } from './dirname.ts';
import { du } from './du.ts';
import { base64, hexdump, od } from './dump.ts';
import { echo } from './echo.ts';
import { env } from './env.ts';
import { expr } from './expr.ts';
import { falseApplet } from './false.ts';
import { find } from './find.ts';
import { free } from './free.ts';
import { grep } from './grep.ts';
import { groups } from './groups.ts';
import { head } from './head.ts';
import { hostname } from './hostname.ts';
import { id } from './id.ts';
import { ifconfig } from './ifconfig.ts';
import { ip } from './ip.ts';
import { ipcalc } from './ipcalc.ts';
import { kill } from './kill.ts';
import { killall } from './killall.ts';
import { ln } from './ln.ts';
import { ls } from './ls.ts';
import { md5sum, sha256sum } from './md5sum.ts';
import { mkdir } from './mkdir.ts';
import { mktemp } from './mktemp.ts';
import { mount } from './mount.ts';
import { mv } from './mv.ts';
import { nc } from './nc.ts';
import { netstat } from './netstat.ts';
import { nl } from './nl.ts';
import { nslookup } from './nslookup.ts';
import { paste } from './paste.ts';
import { pidof } from './pidof.ts';
import { ping, ping6 } from './ping.ts';
import { printf } from './printf.ts';
import { ps } from './ps.ts';
import { pwd } from './pwd.ts';
import { readlink } from './readlink.ts';
import { realpath } from './realpath.ts';
import { rev } from './rev.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { route } from './route.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { stat } from './stat.ts';
import { stty } from './stty.ts';
import { sysctl } from './sysctl.ts';
import { tac } from './tac.ts';
import { tail } from './tail.ts';
import { tar } from './tar.ts';
import { tee } from './tee.ts';
import { telnet } from './telnet.ts';
import { test } from './test.ts';
import { time } from './time.ts';
import { timeout } from './timeout.ts';
import { touch } from './touch.ts';
import { tr } from './tr.ts';
import { traceroute, traceroute6 } from './traceroute.ts';
import { trueApplet } from './true.ts';
import { tty } from './tty.ts';
import { uname } from './uname.ts';
import { uniq } from './uniq.ts';
import { uptime } from './uptime.ts';
import { watch } from './watch.ts';
import { wc } from './wc.ts';
import { wget } from './wget/wget.ts';
import { which } from './which.ts';
import { whoami } from './whoami.ts';
import { xargs } from './xargs.ts';
import { yes } from './yes.ts';

/** The applets that are simulated, by name; the shell is given by whoever makes an image. */
export const APPLETS: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    ...{
      '[': test,
      '[[': test,
      arp,
      arping,
      basename,
      cat,
      chmod,
      clear,
      cp,
      cut,
      date,
      dirname,
      echo,
      egrep: grep,
      env,
    },
    ...{
      false: falseApplet,
      fgrep: grep,
      grep,
      head,
      hostname,
      id,
      ifconfig,
      ip,
      kill,
      killall,
      ln,
      ls,
      mkdir,
      mount,
      mv,
      nc,
      netstat,
      nl,
      nslookup,
      paste,
    },
    ...{
      pidof,
      ping,
      ping6,
      printf,
      ps,
      pwd,
      readlink,
      rev,
      rm,
      rmdir,
      route,
      seq,
      sleep,
      sort,
      tac,
      tail,
      tar,
      tee,
      telnet,
      test,
      touch,
      tr,
    },
    ...{ base64, chgrp, chown, cmp, diff, hexdump, md5sum, mktemp, od, realpath, sha256sum },
    sed,
    awk,
    expr,
    find,
    stat,
    traceroute,
    traceroute6,
    sysctl,
    ...{ dd, df, du, free, groups, ipcalc, stty, uptime, watch },
    ...{ time, timeout },
    ...{ true: trueApplet, tty, uname, uniq, wc, wget, which, whoami, xargs, yes },
  }),
);
