import type { NetworkInspection } from '../sim/world.ts';
import type { NetworkChange } from './protocol.ts';

/** Every network as `docker network inspect` tells it, by host and id: the JSON's text. */
export type Inspections = ReadonlyMap<string, string>;

/** @param networks by host, as the API answers */
export const inspectionsFrom = (networks: ReadonlyMap<string, readonly NetworkInspection[]>): Inspections =>
  new Map(
    [...networks].flatMap(([where, list]) =>
      list.map((network) => [JSON.stringify([where, network.Id]), JSON.stringify(network)] as const),
    ),
  );

/** The networks of which `inspect` says something else than before: what is new last. */
export function networkChangesBetween(before: Inspections, after: Inspections): NetworkChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [former, present] = [before.get(key), after.get(key)];
    if (former === present) return [];
    const [where] = JSON.parse(key) as [string];
    const { Name: name } = JSON.parse(present ?? former ?? '') as NetworkInspection;
    return [
      {
        where,
        name,
        ...(former !== undefined && { before: former }),
        ...(present !== undefined && { after: present }),
      },
    ];
  });
}
