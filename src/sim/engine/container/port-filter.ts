import { invalidParameter, systemError } from '../errors.ts';
import type { Filters } from '../filters.ts';
import type { PortMap } from './config.ts';

/** From one port to another, of a protocol. */
interface Range {
  readonly first: number;
  readonly last: number;
  readonly protocol: string;
}

const MAXIMUM = 65_535;

/** As `8080`, `8000-8080/udp` (daemon/list.go, portOp). */
function parseRange(key: string, value: string): Range {
  if (value.includes(':')) throw invalidParameter(`filter for '${key}' should not contain ':': ${value}`);
  const [range = '', protocol = 'tcp'] = value.split('/');
  const refuse = (why: string) => systemError(`error while looking up for ${key} ${value}: ${why}`);
  if (range === '') throw refuse('Empty string specified for ports.');
  const [first = 0, last = first] = range.split('-', 2).map((number) => {
    const parsing = `strconv.ParseUint: parsing "${number}"`;
    if (!/^\d+$/.test(number)) throw refuse(`${parsing}: invalid syntax`);
    if (Number(number) > MAXIMUM) throw refuse(`${parsing}: value out of range`);
    return Number(number);
  });
  if (last < first) throw refuse(`Invalid range specified for the Port: ${range}`);
  return { first, last, protocol };
}

const within = (ranges: readonly Range[], port: number, protocol: string): boolean =>
  ranges.some((range) => range.protocol === protocol && port >= range.first && port <= range.last);

/** Does a container with such ports pass `publish=` (a port of the host) or `expose=` (one of its own)? Throws for what is no port. */
export function portFilter(filters: Filters): (ports: PortMap) => boolean {
  const published = filters.get('publish').map((value) => parseRange('publish', value));
  const exposed = filters.get('expose').map((value) => parseRange('expose', value));
  if (published.length === 0 && exposed.length === 0) return () => true;
  return (ports) =>
    Object.entries(ports).some(([key, bindings]) => {
      const [port = '', protocol = ''] = key.split('/');
      const onHost = (bindings ?? []).map(({ HostPort }) => Number(HostPort));
      return within(exposed, Number(port), protocol) || onHost.some((number) => within(published, number, protocol));
    });
}
