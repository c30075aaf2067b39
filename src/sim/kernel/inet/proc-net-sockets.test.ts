import { expect, test } from 'vitest';
import { SECOND } from '../clock.ts';
import { procNetTcp, procNetUdp } from './proc-net-sockets.ts';
import { TcpTestbed, tcp } from './tcp/tcp.test-support.ts';
import { endpoint, udp } from './testbed.test-support.ts';

/** Up to the timers; the rest is made up of numbers that nobody reads. */
const rows = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.slice(0, line.indexOf(' 00:') < 0 ? 60 : line.indexOf(' 00:')));

test('/proc/net/tcp lists listeners, then connections, as Linux writes them', () => {
  const bed = new TcpTestbed();
  const { client } = bed.connect();
  client.close();
  bed.pass(SECOND);
  const port = (bed.server.tcp.connections[0]?.connection.path.remote.port ?? 0).toString(16).toUpperCase();
  expect(rows(procNetTcp(bed.server.tcp, 'inet'))).toEqual([
    '   0: 00000000:0050 00000000:0000 0A 00000000:00000000',
    `   1: 030011AC:0050 020011AC:${port} 08 00000000:00000000`,
  ]);
  expect(procNetTcp(bed.server.tcp, 'inet').split('\n')[1]).toHaveLength(149);
});

test('a socket of IPv6 stands in tcp6, a datagram socket in udp', () => {
  const bed = new TcpTestbed();
  const listener = tcp(bed.server, 'inet6');
  listener.bind({ family: 'inet6', address: '::', port: 3000 });
  listener.listen(1);
  udp(bed.server).bind(endpoint('127.0.0.11', 53));
  expect(rows(procNetTcp(bed.server.tcp, 'inet'))).toEqual([]);
  expect(rows(procNetTcp(bed.server.tcp, 'inet6'))).toEqual([
    `   0: ${'0'.repeat(32)}:0BB8 ${'0'.repeat(32)}:0000 0A 00000000:00000000`,
  ]);
  expect(rows(procNetUdp(bed.server.udp, 'inet'))).toEqual(['    0: 0B00007F:0035 00000000:0000 07 00000000:00000000']);
});
