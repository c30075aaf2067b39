import type { AskedNetwork } from '../drivers/driver.ts';
import { VXLAN_IDS } from '../drivers/overlay.ts';
import { type AllocatedPool, Network, type NetworkOptions } from '../network/network.ts';

/** A container's place on a network, as the swarm's manager keeps it. */
interface Attachment {
  readonly taskId: string;
  readonly pool: AllocatedPool;
  readonly address: number;
}

/** A network as a swarm's manager knows it, whether or not this machine has it (swarmkit's api.Network). */
export class ClusterNetwork extends Network {
  /** Has it subnets and tunnels? What overlaps others has none, and waits. */
  allocated = false;
  vxlanIds: readonly number[] = [];
  /** By container id. */
  readonly attachments = new Map<string, Attachment>();
  /** This machine's own address there, while somebody here is on it: its load balancer's. */
  balancer: Attachment | undefined;

  constructor(options: NetworkOptions) {
    super({ ...options, scope: 'swarm' });
  }

  get isOverlay(): boolean {
    return this.driver.name === 'overlay';
  }

  /** Those asked for, and the tunnels'. */
  get driverOptions(): AskedNetwork['options'] {
    return this.vxlanIds.length === 0 ? this.options : { ...this.options, [VXLAN_IDS]: this.vxlanIds.join(',') };
  }
}
