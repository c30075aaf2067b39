import { NotSimulated } from '../not-simulated.ts';
import { changeRoute } from '../route-change.ts';
import { routeTable } from '../route-table.ts';
import { applet } from './applet.ts';

/** route: shows the routing table or changes it. */
export const route = applet({
  short: 'A:ne',
  stopAtOperand: true,
  *run(call) {
    const { options, operands, sys } = call;
    if ((options.value('A') ?? 'inet') !== 'inet') throw new NotSimulated('route -A inet6');
    if (operands.length > 0) return yield* changeRoute(call, operands);
    yield* call.print(routeTable(sys.netlink.routes(), { numeric: options.has('n'), extended: options.has('e') }));
    return 0;
  },
});
