import { defineProgram } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { changeRoute } from '../route-change.ts';
import { routeTable } from '../route-table.ts';

/** route of net-tools: shows the routing table or changes it. */
export const route = defineProgram(
  {
    short: 'A:neF46vCV',
    lacks: ['F', '6', 'C', 'V'],
    stopAtOperand: true,
    *run(call) {
      const { options, operands, sys } = call;
      if ((options.value('A') ?? 'inet') !== 'inet') throw new NotSimulated('route -A inet6');
      if (operands.length > 0) return yield* changeRoute(call, operands);
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
