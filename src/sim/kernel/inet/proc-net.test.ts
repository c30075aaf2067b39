import { expect, test } from 'vitest';
import { SECOND } from '../clock.ts';
import { procNetArp, procNetDev, procNetIfInet6, procNetRoute } from './proc-net.ts';
import { ping, rawIcmp, Testbed } from './testbed.test-support.ts';

// The lines are those of a real container (the Docker 28.5.2 at hand), with the counters of one ping.
test('/proc/net shows devices, neighbours and routes as Linux writes them', () => {
  const bed = new Testbed();
  const a = bed.container(bed.bridge('docker0', '172.17.0.1'), '172.17.0.2', '172.17.0.1');
  bed.run(ping(rawIcmp(a), '172.17.0.77', { deadline: 1 }), 3_100_000);
  const netlink = a.netlink(false);
  expect(procNetDev(netlink).split('\n').slice(2)).toEqual([
    '    lo:     112       1    0    0    0     0          0         0      112       1    0    0    0     0       0          0',
    '  eth0:       0       0    0    0    0     0          0         0      126       3    0    0    0     0       0          0',
    '',
  ]);
  expect(procNetArp(netlink).split('\n')).toEqual([
    'IP address       HW type     Flags       HW address            Mask     Device',
    '172.17.0.77      0x1         0x0         00:00:00:00:00:00     *        eth0',
    '',
  ]);
  expect(procNetRoute(netlink).split('\n')).toEqual([
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT'.padEnd(127),
    'eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0'.padEnd(127),
    'eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0'.padEnd(127),
    '',
  ]);
});

test('/proc/net/if_inet6 shows what devices gave themselves', () => {
  const bed = new Testbed();
  const a = bed.container(bed.bridge('docker0', '172.17.0.1'), '172.17.0.2');
  const eth0 = a.deviceNamed('eth0');
  eth0.mac = '02:42:ac:11:00:02';
  a.ipv6.sysctls.set('conf/eth0/disable_ipv6', 0);
  a.netlink(true).addAddress('eth0', 'fd00::2', 64, { nodad: true });
  const lo = '00000000000000000000000000000001 01 80 10 80       lo';
  const linkLocal = 'fe800000000000000042acfffe110002 02 40 20';
  const unique = 'fd000000000000000000000000000002 02 40 00 82     eth0';
  expect(procNetIfInet6(a.netlink(false)).split('\n')).toEqual([lo, unique, `${linkLocal} c0     eth0`, '']);
  bed.pass(3 * SECOND);
  expect(procNetIfInet6(a.netlink(false)).split('\n')).toEqual([lo, unique, `${linkLocal} 80     eth0`, '']);
  a.ipv6.sysctls.set('conf/eth0/disable_ipv6', 1);
  expect(
    a
      .netlink(false)
      .addresses()
      .map((entry) => entry.address),
  ).toEqual(['127.0.0.1', '::1', '172.17.0.2']);
});
