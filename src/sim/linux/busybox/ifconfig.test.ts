import { expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { TestMachine } from '../test-machine.test-support.ts';

function* noShell() {
  return 0;
}

function container(capabilities: readonly string[] = []) {
  const image = alpine(noShell);
  return new TestMachine(image.createRoot()).container(image.createRoot(), { capabilities });
}

const LOOPBACK = `lo        Link encap:Local Loopback  
          inet addr:127.0.0.1  Mask:255.0.0.0
          inet6 addr: ::1/128 Scope:Host
          UP LOOPBACK RUNNING  MTU:65536  Metric:1
          RX packets:0 errors:0 dropped:0 overruns:0 frame:0
          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0
          collisions:0 txqueuelen:1000 
          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)

`;

test('the loopback of a container, as recorded', () => {
  expect(container().run('ifconfig lo')).toEqual({ out: LOOPBACK, err: '', status: 0 });
});

test('an Ethernet interface: its MAC in capitals, its address, broadcast and mask', () => {
  const { out } = container().run('ifconfig');
  const [head, inet] = out.split('\n');
  expect(head).toMatch(/^eth0 {6}Link encap:Ethernet {2}HWaddr ([0-9A-F]{2}:){5}[0-9A-F]{2} {2}$/);
  expect(inet).toBe('          inet addr:172.17.0.2  Bcast:172.17.255.255  Mask:255.255.0.0');
  expect(out).toContain('          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n');
  expect(out.endsWith(LOOPBACK)).toBe(true);
});

test('an unknown interface', () => {
  const { err, status } = container().run('ifconfig eth9');
  expect(err).toBe('ifconfig: eth9: error fetching interface information: Device not found\n');
  expect(status).toBe(1);
});

test('changes need CAP_NET_ADMIN', () => {
  const plain = container();
  expect(plain.run('ifconfig eth0 down').err).toBe('ifconfig: SIOCSIFFLAGS: Operation not permitted\n');
  expect(plain.run('ifconfig eth0 10.1.1.1').err).toBe('ifconfig: SIOCSIFADDR: Operation not permitted\n');
});

test('with it, an interface goes down and out of the list, but not out of -a', () => {
  const admin = container(['CAP_NET_ADMIN']);
  expect(admin.run('ifconfig eth0 down').status).toBe(0);
  expect(admin.run('ifconfig').out).not.toContain('eth0');
  expect(admin.run('ifconfig -a').out).toContain('          BROADCAST MULTICAST  MTU:1500  Metric:1\n');
});

test('a new address takes the mask of its class', () => {
  const admin = container(['CAP_NET_ADMIN']);
  admin.run('ifconfig eth0 10.1.1.1');
  expect(admin.run('ifconfig eth0').out).toContain('inet addr:10.1.1.1  Bcast:10.255.255.255  Mask:255.0.0.0');
});

test('an alias is another address of its device, and is gone when it goes down', () => {
  const admin = container(['CAP_NET_ADMIN']);
  expect(admin.run('ifconfig eth0:1 up').err).toBe('ifconfig: SIOCSIFFLAGS: Cannot assign requested address\n');
  admin.run('ifconfig eth0:1 10.9.0.1 netmask 255.255.255.0');
  expect(admin.run('ifconfig eth0:1').out.split('\n').slice(1)).toEqual([
    '          inet addr:10.9.0.1  Bcast:10.9.0.255  Mask:255.255.255.0',
    '          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1',
    '',
    '',
  ]);
  expect(admin.run('ifconfig').out).toMatch(/\n\neth0:1 {4}Link encap/);
  admin.run('ifconfig eth0:1 down');
  expect(admin.run('ifconfig -a').out).not.toContain('eth0:1');
});

test('what is not simulated says so in French, and fails', () => {
  const { err, status } = container().run('ifconfig eth0 allmulti');
  expect(err).toBe('Passerelle : la simulation ne fournit pas encore « ifconfig eth0 allmulti ».\n');
  expect(status).not.toBe(0);
});
