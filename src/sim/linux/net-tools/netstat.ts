import { defineProgram } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { routeTable } from '../route-table.ts';

/** netstat -r of net-tools: the routing table. Sockets are not listed yet. */
export const netstat = defineProgram(
  {
    short: 'aAcCeFgiklMnNoprsStTuUvVwWxZ',
    *run(call) {
      if (!call.options.has('r')) throw new NotSimulated('netstat (sans -r)');
      yield* call.print(routeTable(call.sys.netlink.routes(), { numeric: call.options.has('n'), extended: true }));
      return 0;
    },
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\n`);
    return 3;
  },
);
