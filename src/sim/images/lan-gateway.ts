import type { Directory } from '../kernel/fs/inode.ts';
import { executable, makeTree } from '../kernel/fs/tree.ts';
import { dnsServer, type Zone } from '../linux/dns-server.ts';
import { momentOf } from '../linux/gmtime.ts';
import { simpleHttpServer } from '../linux/simple-http-server.ts';

/** The web server beyond the LAN: example.com. Its address stands on the gateway itself. */
export const OUTSIDE = '203.0.113.10';

/** What stands beyond the LAN: one web server. */
const INTERNET: Zone = new Map([['example.com', OUTSIDE]]);

const WWW = '/srv/www';
const server = simpleHttpServer({ address: OUTSIDE, port: 80, directory: WWW });

/** The file system of the LAN's gateway: its DNS server is /usr/sbin/dnsmasq, example.com's web server /usr/bin/python3. */
export const lanGateway = (zone: Zone = INTERNET): Directory =>
  makeTree(
    {
      etc: { hosts: '127.0.0.1\tlocalhost\n' },
      srv: { www: { 'index.html': '<h1>Example Domain</h1>\n' } },
      usr: { bin: { python3: executable(server) }, sbin: { dnsmasq: executable(dnsServer(zone)) } },
    },
    momentOf(2026, 11, 16, 8, 30),
  );
