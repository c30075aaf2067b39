import { defineProgram } from '../call.ts';
import { netToolsTable } from '../ipv6-route-table.ts';
import { NotSimulated } from '../not-simulated.ts';
import { changeRoute } from '../route-change.ts';
import { routeTable } from '../route-table.ts';

/** route of net-tools: shows the routing table or changes it. */
export const route = defineProgram(
  {
    short: 'A:neF46vCV',
    lacks: ['F', 'C', 'V'],
    stopAtOperand: true,
    *run(call) {
      const { options, operands, sys } = call;
      const family = options.value('A') ?? (options.has('6') ? 'inet6' : 'inet');
      if (family !== 'inet' && family !== 'inet6') throw new NotSimulated(`route -A ${family}`);
      if (operands.length > 0) return yield* changeRoute(call, operands, family);
      if (family === 'inet6') {
        yield* call.print(yield* netToolsTable(sys, options.has('n')));
        return 0;
      }
      yield* call.print(routeTable(sys.netlink.routes(), { numeric: options.has('n'), extended: options.has('e') }));
      return 0;
    },
  },
  function* (sys, name, { about, text }) {
    yield* sys.write(
      2,
      about === 'option'
        ? `${name}: ${text}\n`
        : 'Usage: inet_route [-vF] del {-host|-net} Target[/prefix] [gw Gw] [metric M] [[dev] If]\n',
    );
    return 4;
  },
);
