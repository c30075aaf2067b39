import type { NetNamespace } from '../kernel/inet/net-namespace.ts';
import { ConntrackView } from '../kernel/netfilter/conntrack/conntrack-view.ts';
import { netfilterOf } from '../kernel/netfilter/netfilter.ts';
import { ruleText } from '../kernel/netfilter/rule-text.ts';
import type { RouteInfo } from '../kernel/netlink.ts';
import type { TraceEvent } from '../kernel/trace.ts';
import { formatIpv4, parseIpv4 } from '../kernel/wire/address.ts';
import { flowText } from '../linux/conntrack/flow.ts';
import type { TableView } from '../observe/exchange.ts';

/** The table that an event is about, as it stands in its namespace now, with the line that was used. */
export function tableOf(event: TraceEvent, net: NetNamespace): TableView | undefined {
  switch (event.kind) {
    case 'route':
    case 'no-route':
      return routes(net, event.destination);
    case 'neighbour-ask':
    case 'neighbour-answer':
    case 'neighbour-known':
    case 'neighbour-failed':
      return neighbours(net, event.address);
    case 'bridge-learn':
    case 'bridge-forward':
    case 'bridge-flood':
      return forwarding(net, event.device ?? '', event.mac);
    case 'netfilter':
      return rules(net, event);
    case 'nat':
      return connections(net, event);
    default:
      return undefined;
  }
}

/** Left out where nothing was found. */
const usedLine = (used: number) => (used < 0 ? {} : { used });

function routes(net: NetNamespace, destination: string): TableView {
  const found = net.routes.find(parseIpv4(destination) ?? 0);
  const list = net.netlink(false).routes();
  const isFound = (route: RouteInfo): boolean =>
    found !== undefined &&
    route.prefix === found.prefix &&
    route.device === found.device.name &&
    route.destination === formatIpv4(found.destination);
  return { name: 'routes', lines: list.map(routeLine), ...usedLine(list.findIndex(isFound)) };
}

function routeLine({ destination, prefix, gateway, device, source, metric }: RouteInfo): string {
  const to = prefix === 0 ? 'default' : prefix === 32 ? destination : `${destination}/${prefix}`;
  return [to, gateway && `via ${gateway}`, `dev ${device}`, source && `src ${source}`, metric > 0 && `metric ${metric}`]
    .filter(Boolean)
    .join(' ');
}

function neighbours(net: NetNamespace, address: string): TableView {
  const list = net.netlink(false).neighbours();
  return {
    name: 'neighbours',
    lines: list.map(({ address: ip, device, lladdr, state }) =>
      [ip, `dev ${device}`, lladdr && `lladdr ${lladdr}`, state].filter(Boolean).join(' '),
    ),
    ...usedLine(list.findIndex((entry) => entry.address === address)),
  };
}

function forwarding(net: NetNamespace, bridge: string, mac: string): TableView {
  const list = net
    .netlink(false)
    .forwarding()
    .filter(({ master, local }) => master === bridge && !local);
  return {
    name: 'forwarding',
    lines: list.map(({ address, device, master }) => `${address} dev ${device} master ${master}`),
    ...usedLine(list.findIndex(({ address }) => address === mac)),
  };
}

/** One that is not in the table yet comes last, as `conntrack -E` would announce it. */
function connections(net: NetNamespace, { connection }: Extract<TraceEvent, { kind: 'nat' }>): TableView {
  const list = new ConntrackView(netfilterOf(net).conntrack).connections();
  const at = list.findIndex(({ id }) => id === connection.id);
  const lines = list.map((each) => flowText(each, {}));
  return at < 0
    ? { name: 'connections', lines: [...lines, `[NEW] ${flowText(connection, { event: true })}`], used: lines.length }
    : { name: 'connections', lines, used: at };
}

function rules(
  net: NetNamespace,
  { table, chain, number }: Extract<TraceEvent, { kind: 'netfilter' }>,
): TableView | undefined {
  const found = Object.values(netfilterOf(net).tables)
    .find(({ name }) => name === table)
    ?.find(chain);
  if (found === undefined) return undefined;
  const policy = found.policy === undefined ? [] : [`-P ${chain} ${found.policy}`];
  const lines = [...found.rules.map(({ spec }) => ruleText(chain, spec)), ...policy];
  return { name: 'rules', lines, used: number === undefined ? lines.length - 1 : number - 1 };
}
