import { expect, test } from 'vitest';
import { failure } from '../test-engine.test-support.ts';
import { PortAllocator } from './port-allocator.ts';

const EVERYWHERE = ['0.0.0.0', '::'];

test('ports that nobody chose are given in order, and not again at once when they are free', () => {
  const allocator = new PortAllocator([32_768, 32_770]);
  const next = () => allocator.request(EVERYWHERE, 'tcp', 0, 0);
  expect([next(), next()]).toEqual([32_768, 32_769]);
  for (const address of EVERYWHERE) allocator.release(address, 'tcp', 32_768);
  expect([next(), next()]).toEqual([32_770, 32_768]);
  expect(failure(next)).toBe('all ports are allocated');
});

test('a range gives its first free port, and has its own memory', () => {
  const allocator = new PortAllocator([32_768, 60_999]);
  const next = () => allocator.request(EVERYWHERE, 'tcp', 8093, 8094);
  expect([next(), next()]).toEqual([8093, 8094]);
  expect(failure(next)).toBe('all ports are allocated');
  expect(failure(() => allocator.request(EVERYWHERE, 'tcp', 0, 5))).toBe('invalid port range: 0-5');
});

test('an address and all addresses are in each other’s way, two addresses are not', () => {
  const allocator = new PortAllocator([32_768, 60_999]);
  const take = (...addresses: string[]) => allocator.request(addresses, 'tcp', 80, 80);
  take('127.0.0.1');
  take('192.168.65.3');
  expect(failure(() => take('127.0.0.1'))).toBe('Bind for 127.0.0.1:80 failed: port is already allocated');
  expect(failure(() => take('0.0.0.0'))).toBe('Bind for 127.0.0.1:80 failed: port is already allocated');
  take('::');
  expect(failure(() => take('::1'))).toBe('Bind for :::80 failed: port is already allocated');
});

test('UDP has ports of its own, and a refusal takes none', () => {
  const allocator = new PortAllocator([32_768, 60_999]);
  allocator.request(['0.0.0.0'], 'tcp', 53, 53);
  expect(failure(() => allocator.request(['::', '0.0.0.0'], 'tcp', 53, 53))).toContain('already allocated');
  expect(allocator.request(['::'], 'tcp', 53, 53)).toBe(53);
  expect(allocator.request(['0.0.0.0'], 'udp', 53, 53)).toBe(53);
});
