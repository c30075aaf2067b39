import type { Directory } from '../kernel/fs/inode.ts';
import { executable, makeTree } from '../kernel/fs/tree.ts';
import { dnsServer, type Zone } from '../linux/dns-server.ts';

/** What stands beyond the LAN: one web server. */
const INTERNET: Zone = new Map([['example.com', '203.0.113.10']]);

/** The file system of the LAN's gateway: its DNS server is /usr/sbin/dnsmasq. */
export const lanGateway = (zone: Zone = INTERNET): Directory =>
  makeTree({ etc: { hosts: '127.0.0.1\tlocalhost\n' }, usr: { sbin: { dnsmasq: executable(dnsServer(zone)) } } });
