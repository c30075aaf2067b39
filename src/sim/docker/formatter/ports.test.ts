import { expect, test } from 'vitest';
import { displayablePorts } from './ports.ts';

test('neighbouring ports are one range, mappings to other numbers come last', () => {
  expect(
    displayablePorts([
      { PrivatePort: 5002, Type: 'udp' },
      { PrivatePort: 80, PublicPort: 8080, IP: '::', Type: 'tcp' },
      { PrivatePort: 5000, Type: 'udp' },
      { PrivatePort: 80, PublicPort: 8080, IP: '0.0.0.0', Type: 'tcp' },
      { PrivatePort: 9000, Type: 'tcp' },
      { PrivatePort: 5001, Type: 'udp' },
      { PrivatePort: 443, PublicPort: 443, IP: '0.0.0.0', Type: 'tcp' },
    ]),
  ).toBe('0.0.0.0:443->443/tcp, 5000-5002/udp, 9000/tcp, 0.0.0.0:8080->80/tcp, [::]:8080->80/tcp');
});
