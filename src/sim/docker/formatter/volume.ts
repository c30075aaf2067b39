import type { Volume } from '../../api/types/volume.ts';
import { humanSize } from '../../command/units.ts';
import { type Listing, labelText } from './list.ts';

const absent = () => 'N/A';

/** A volume in a list (docker/cli's volume formatter); sizes and uses are known to `docker system df` only. */
export const volumeListing: Listing<Volume> = {
  type: '*formatter.volumeContext',
  columns: {
    Name: { heading: 'VOLUME NAME', show: ({ Name }) => Name },
    Driver: { heading: 'DRIVER', show: ({ Driver }) => Driver },
    Scope: { heading: 'SCOPE', show: ({ Scope }) => Scope },
    Mountpoint: { heading: 'MOUNTPOINT', show: ({ Mountpoint }) => Mountpoint },
    Labels: { heading: 'LABELS', show: ({ Labels }) => labelText(Labels) },
    Links: { heading: 'LINKS', show: ({ UsageData }) => (UsageData ? String(UsageData.RefCount) : 'N/A') },
    Size: { heading: 'SIZE', show: ({ UsageData }) => (UsageData ? humanSize(UsageData.Size) : 'N/A') },
    Group: { heading: 'GROUP', show: absent },
    Availability: { heading: 'AVAILABILITY', show: absent },
    Status: { heading: 'STATUS', show: absent },
  },
  labels: ({ Labels }) => Labels,
};
