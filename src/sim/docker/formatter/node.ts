import type { NodeInspect } from '../../api/types/swarm.ts';
import type { Listing } from './list.ts';

const title = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A node in a list; `self` is the one that this engine is. */
export const nodeListing = (self: string): Listing<NodeInspect> => ({
  type: '*node.nodeContext',
  columns: {
    ID: { heading: 'ID', show: ({ ID }) => ID },
    Self: { heading: '', show: ({ ID }) => ID === self },
    Hostname: { heading: 'HOSTNAME', show: ({ Description }) => Description.Hostname },
    Status: { heading: 'STATUS', show: ({ Status }) => title(Status.State) },
    Availability: { heading: 'AVAILABILITY', show: ({ Spec }) => title(Spec.Availability) },
    ManagerStatus: {
      heading: 'MANAGER STATUS',
      show: ({ ManagerStatus: is }) => (is?.Leader ? 'Leader' : title(is?.Reachability ?? '')),
    },
    EngineVersion: { heading: 'ENGINE VERSION', show: ({ Description }) => Description.Engine.EngineVersion },
    TLSStatus: { heading: 'TLS STATUS', show: () => 'Ready' },
  },
});

const TABLE =
  'table {{.ID}} {{if .Self}}*{{else}} {{ end }}\t{{.Hostname}}\t{{.Status}}\t{{.Availability}}\t{{.ManagerStatus}}\t{{.EngineVersion}}';
const RAW =
  'node_id: {{.ID}}\\nhostname: {{.Hostname}}\\nstatus: {{.Status}}\\navailability: {{.Availability}}\\nmanager_status: {{.ManagerStatus}}\\n';

/** newFormat() of docker/cli's node formatter. */
export function nodeTemplate(format: string, quiet: boolean): string {
  if (format === 'table' || format === '') return quiet ? '{{.ID}}' : TABLE;
  if (format === 'raw') return quiet ? 'node_id: {{.ID}}' : RAW;
  return format;
}
