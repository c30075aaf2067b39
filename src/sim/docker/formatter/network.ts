import type { NetworkInspect } from '../../api/types/network.ts';
import { timeText } from './go-time.ts';
import { type Listing, labelText, shortId } from './list.ts';

/** A network in a list (docker/cli's network formatter). */
export const networkListing = (truncate: boolean): Listing<NetworkInspect> => ({
  type: '*network.networkContext',
  columns: {
    ID: { heading: 'NETWORK ID', show: ({ Id }) => (truncate ? shortId(Id) : Id) },
    Name: { heading: 'NAME', show: ({ Name }) => Name },
    Driver: { heading: 'DRIVER', show: ({ Driver }) => Driver },
    Scope: { heading: 'SCOPE', show: ({ Scope }) => Scope },
    IPv4: { heading: 'IPV4', show: ({ EnableIPv4 }) => String(EnableIPv4) },
    IPv6: { heading: 'IPV6', show: ({ EnableIPv6 }) => String(EnableIPv6) },
    Internal: { heading: 'INTERNAL', show: ({ Internal }) => String(Internal) },
    Labels: { heading: 'LABELS', show: ({ Labels }) => labelText(Labels) },
    CreatedAt: { heading: 'CREATED AT', show: ({ Created }) => timeText(Created) },
  },
  labels: ({ Labels }) => Labels,
});
