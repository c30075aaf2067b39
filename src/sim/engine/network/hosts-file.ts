/** One line of /etc/hosts: an address and what is called so. */
export interface HostsRecord {
  readonly address: string;
  readonly names: string;
}

/** libnetwork/etchosts. */
const DEFAULT_RECORDS: readonly HostsRecord[] = [
  { address: '127.0.0.1', names: 'localhost' },
  { address: '::1', names: 'localhost ip6-localhost ip6-loopback' },
  { address: 'fe00::', names: 'ip6-localnet' },
  { address: 'ff00::', names: 'ip6-mcastprefix' },
  { address: 'ff02::1', names: 'ip6-allnodes' },
  { address: 'ff02::2', names: 'ip6-allrouters' },
];

const lines = (records: readonly HostsRecord[]): string =>
  records.map(({ address, names }) => `${address}\t${names}\n`).join('');

/** @param ipv6 is it on in there? Else nothing is said of its addresses (BuildNoIPv6) */
export const buildHosts = (records: readonly HostsRecord[], ipv6: boolean): string =>
  lines([...DEFAULT_RECORDS, ...records].filter(({ address }) => ipv6 || !address.includes(':')));

export const addHosts = (text: string, records: readonly HostsRecord[]): string => text + lines(records);

/** Without the lines that are exactly these records, whatever blanks stand before the names' tab; blank lines go as well. */
export function deleteHosts(text: string, records: readonly HostsRecord[]): string {
  const gone = (line: string): boolean =>
    records.some(
      ({ address, names }) => line.endsWith(`\t${names}`) && line.slice(0, -names.length).trim() === address,
    );
  const kept = text.split('\n').filter((line) => line !== '' && (line.startsWith('#') || !gone(line)));
  return kept.map((line) => `${line}\n`).join('');
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** With another address on the lines whose first name is `name`. */
export const updateHosts = (text: string, name: string, address: string): string =>
  text.replace(new RegExp(`(\\S*)(\\t${escaped(name)})(\\s|\\.)`, 'g'), `${address}$2$3`);

/** The records of a container's own addresses: its full name, then the bare host name where that is another. */
export function ownRecords(hostname: string, domainname: string, addresses: readonly string[]): HostsRecord[] {
  const full = domainname === '' ? hostname : `${hostname}.${domainname}`;
  const dot = full.indexOf('.');
  const names = dot < 0 ? full : `${full} ${full.slice(0, dot)}`;
  return addresses.map((address) => ({ address, names }));
}
