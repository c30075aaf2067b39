import type { Program } from '../../kernel/syscalls.ts';
import { echo } from '../busybox/echo.ts';
import { falseApplet } from '../busybox/false.ts';
import { tac } from '../busybox/tac.ts';
import { test } from '../busybox/test.ts';
import { trueApplet } from '../busybox/true.ts';
import { basename } from './basename.ts';
import { cat } from './cat.ts';
import { chmod } from './chmod.ts';
import { chgrp, chown } from './chown.ts';
import { cp } from './cp.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { dirname } from './dirname.ts';
import { base64, od } from './dump.ts';
import { env } from './env.ts';
import { expr } from './expr.ts';
import { head } from './head.ts';
import { id } from './id.ts';
import { ln } from './ln.ts';
import { ls } from './ls.ts';
import { md5sum, sha256sum } from './md5sum.ts';
import { mkdir } from './mkdir.ts';
import { mktemp } from './mktemp.ts';
import { mv } from './mv.ts';
import { nl } from './nl.ts';
import { paste } from './paste.ts';
import { printf } from './printf.ts';
import { pwd } from './pwd.ts';
import { readlink } from './readlink.ts';
import { realpath } from './realpath.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { seq } from './seq.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { stat } from './stat.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { timeout } from './timeout.ts';
import { touch } from './touch.ts';
import { tr } from './tr.ts';
import { tty } from './tty.ts';
import { uname } from './uname.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { whoami } from './whoami.ts';
import { yes } from './yes.ts';

/** GNU coreutils, as far as they are simulated, by name. */
export const COREUTILS: Readonly<Record<string, Program>> = {
  ...{ '[': test, basename, cat, chmod, cp, cut, date, dirname, echo, env, false: falseApplet, head, id, ln, ls },
  ...{ mkdir, mv, nl, paste, printf, pwd, readlink, rm, rmdir, seq, sleep, sort, tac, tail, tee, test, touch, tr },
  ...{ base64, chgrp, chown, expr, md5sum, mktemp, od, realpath, sha256sum, stat, timeout },
  ...{ true: trueApplet, tty, uname, uniq, wc, whoami, yes },
};
