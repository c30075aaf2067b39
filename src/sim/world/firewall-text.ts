import type { NetNamespace } from '../kernel/inet/net-namespace.ts';
import { netfilterOf } from '../kernel/netfilter/netfilter.ts';
import { tableText } from '../kernel/netfilter/rule-text.ts';

/** All rules of a namespace, in the order of `iptables -S`, each with its table: `-t nat -A POSTROUTING …`. */
export const firewallText = (net: NetNamespace): readonly string[] =>
  (['raw', 'nat', 'filter'] as const).flatMap((table) =>
    tableText(netfilterOf(net).tables[table])
      .filter((line) => line.startsWith('-A'))
      .map((line) => `-t ${table} ${line}`),
  );
