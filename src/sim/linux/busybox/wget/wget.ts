import { orDie } from '../../system-call.ts';
import { applet } from '../applet.ts';
import { Download } from './download.ts';
import { settingsOf } from './settings.ts';

/** wget: files by HTTP (networking/wget.c). */
export const wget = applet({
  short: 'cqSO:o:P:Y:U:T:t:n::',
  long: {
    continue: 'c',
    quiet: 'q',
    'server-response': 'S',
    'output-document': 'O',
    'output-file': 'o',
    'directory-prefix': 'P',
    proxy: 'Y',
    'user-agent': 'U',
    timeout: 'T',
    tries: 't',
    header: 'header:',
    'post-data': 'post-data:',
    'post-file': 'post-file:',
    spider: 'spider',
    'no-check-certificate': 'no-check-certificate',
    'passive-ftp': 'ignored',
    'no-cache': 'ignored',
    'no-verbose': 'ignored',
    'no-clobber': 'ignored',
    'no-host-directories': 'ignored',
    'no-parent': 'ignored',
  },
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const { sys, options, operands } = call;
    const log = options.value('o');
    if (log !== undefined && log !== '-') {
      const flags = { write: true, create: true, truncate: true };
      sys.dup2(
        orDie(`can't open '${log}'`, () => sys.open(log, flags, 0o666)),
        2,
      );
    }
    const settings = yield* settingsOf(call);
    for (const url of operands) yield* new Download(call, settings, url).run();
    return 0;
  },
});
