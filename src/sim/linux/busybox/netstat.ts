import { NotSimulated } from '../not-simulated.ts';
import { routeTable } from '../route-table.ts';
import { applet } from './applet.ts';

/** netstat -r: the routing table. Sockets are not listed yet. */
export const netstat = applet({
  short: 'laentuwxrWp',
  *run(call) {
    if (!call.options.has('r')) throw new NotSimulated('netstat (sans -r)');
    yield* call.print(routeTable(call.sys.netlink.routes(), { numeric: call.options.has('n'), extended: true }));
    return 0;
  },
});
