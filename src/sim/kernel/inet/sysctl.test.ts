import { expect, test } from 'vitest';
import { Sysctls } from './sysctl.ts';

const settings = () => new Sysctls(() => ['lo', 'eth0']);

test('each device has settings of its own, and starts with the default ones', () => {
  const sysctls = settings();
  expect(sysctls.names).toContain('conf/eth0/log_martians');
  sysctls.set('conf/default/log_martians', 1);
  sysctls.set('conf/eth0/rp_filter', 2);
  expect([sysctls.get('conf/eth0/log_martians'), sysctls.get('conf/all/log_martians')]).toEqual([1, 0]);
  expect([sysctls.get('conf/eth0/rp_filter'), sysctls.get('conf/lo/rp_filter')]).toEqual([2, 0]);
  sysctls.forget('eth0');
  expect(sysctls.get('conf/eth0/rp_filter')).toBe(0);
});

test('the stricter of what holds for the device and for all counts', () => {
  const sysctls = settings();
  expect(sysctls.most('eth0', 'rp_filter')).toBe(0);
  sysctls.set('conf/all/rp_filter', 1);
  expect(sysctls.most('eth0', 'rp_filter')).toBe(1);
  sysctls.set('conf/eth0/rp_filter', 2);
  expect([sysctls.most('eth0', 'rp_filter'), sysctls.most('lo', 'rp_filter')]).toEqual([2, 1]);
});

test('ip_forward is for all devices, and each may then differ', () => {
  const sysctls = settings();
  sysctls.set('conf/eth0/forwarding', 1);
  expect([sysctls.forwards('eth0'), sysctls.forwards('lo'), sysctls.get('ip_forward')]).toEqual([true, false, 0]);
  sysctls.set('conf/all/forwarding', 1);
  expect([sysctls.forwards('lo'), sysctls.get('ip_forward')]).toEqual([true, 1]);
  sysctls.set('conf/lo/forwarding', 0);
  expect([sysctls.forwards('lo'), sysctls.forwards('eth0')]).toEqual([false, true]);
  sysctls.set('ip_forward', 0);
  expect([sysctls.forwards('lo'), sysctls.forwards('eth0')]).toEqual([false, false]);
});

test('what is no whole number is refused', () => {
  expect(() => settings().set('ip_forward', Number.NaN)).toThrow('Invalid argument');
});
