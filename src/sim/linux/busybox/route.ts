import { Misuse } from '../call.ts';
import { busyboxTable } from '../ipv6-route-table.ts';
import { changeRoute } from '../route-change.ts';
import { routeTable } from '../route-table.ts';
import { applet } from './applet.ts';

/** route: shows the routing table or changes it. */
export const route = applet({
  short: 'A:ne',
  stopAtOperand: true,
  *run(call) {
    const { options, operands, sys } = call;
    const family = options.value('A') ?? 'inet';
    if (family !== 'inet' && family !== 'inet6') throw new Misuse();
    if (operands.length > 0) return yield* changeRoute(call, operands, family);
    if (family === 'inet6') {
      yield* call.print(yield* busyboxTable(sys));
      return 0;
    }
    yield* call.print(routeTable(sys.netlink.routes(), { numeric: options.has('n'), extended: options.has('e') }));
    return 0;
  },
});
