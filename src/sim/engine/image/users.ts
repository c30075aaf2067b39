import type { Daemon } from '../daemon.ts';

/** Images with the number of the containers that were made from each. */
export function withUsers<T extends { Id: string }>(
  daemon: Daemon,
  images: readonly T[],
): (T & { Containers: number })[] {
  const users = Map.groupBy(daemon.containers.list(), ({ image }) => image.id);
  return images.map((image) => ({ ...image, Containers: users.get(image.Id)?.length ?? 0 }));
}
