import { SECOND } from '../../kernel/clock.ts';
import { readTextFile } from '../read-file.ts';
import { strftime } from '../text/strftime.ts';
import { applet } from './applet.ts';

/** uptime: since when the machine runs, and how much it has to do. */
export const uptime = applet({
  short: '',
  *run(call) {
    const { sys } = call;
    const minutes = Math.floor(sys.monotonic() / SECOND / 60);
    const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
    const past = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `;
    const since =
      hours === 0 ? `${minutes % 60} min` : `${`${hours}`.padStart(2)}:${`${minutes % 60}`.padStart(2, '0')}`;
    const load = (yield* readTextFile(sys, '/proc/loadavg')).split(' ').slice(0, 3).join(', ');
    yield* call.print(
      ` ${strftime('%H:%M:%S', sys.realtime())} up ${past}${since},  0 users,  load average: ${load}\n`,
    );
    return 0;
  },
});
