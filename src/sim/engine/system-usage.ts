import { listContainers } from './container/list.ts';
import type { Daemon } from './daemon.ts';
import { NO_FILTERS } from './filters.ts';

/** `GET /system/df`: what images, containers and volumes take on the disk (moby/daemon/disk_usage.go). */
export function systemDiskUsage(daemon: Daemon) {
  const containers = daemon.containers.list();
  return {
    ...daemon.images.usage((image) => containers.filter((container) => container.image === image).length),
    Containers: listContainers(daemon, { all: true, size: true, limit: 0, filters: NO_FILTERS }),
    Volumes: daemon.volumes.usage(),
    BuildCache: [] as object[],
  };
}
