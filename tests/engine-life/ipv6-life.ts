/** A life of an engine, as life.ts, with networks of both families. */
import { type Call, filters, get, post, remove } from './life.ts';

const SLEEPS = { Image: 'alpine', Cmd: ['sleep', '600'] };
const PORTS = { '80/tcp': [{ HostPort: '8080' }], '81/tcp': [{ HostIp: '::1', HostPort: '8081' }] };

export const IPV6_LIFE: readonly Call[] = [
  post('/networks/create', {
    Name: 'both',
    EnableIPv6: true,
    IPAM: {
      Config: [
        { Subnet: '10.6.0.0/24' },
        { Subnet: 'fd00:6::/64', Gateway: 'fd00:6::fe', AuxiliaryAddresses: { printer: 'fd00:6::9' } },
      ],
    },
  }),
  post('/networks/create', {
    Name: 'only',
    EnableIPv4: false,
    EnableIPv6: true,
    IPAM: { Config: [{ Subnet: 'fd00:7::/64' }] },
  }),
  post('/networks/create', { Name: 'wrong', EnableIPv6: true, IPAM: { Config: [{ Subnet: 'fd00:8::1/64' }] } }),
  post('/networks/create', { Name: 'clash', EnableIPv6: true, IPAM: { Config: [{ Subnet: 'fd00:6::/80' }] } }),
  post('/networks/create', { Name: 'neither', EnableIPv4: false }),
  get('/networks/both'),
  get('/networks/only'),
  post('/containers/create?name=six', {
    ...SLEEPS,
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { NetworkMode: 'both', PortBindings: PORTS },
    NetworkingConfig: {
      EndpointsConfig: { both: { IPAMConfig: { IPv4Address: '10.6.0.20', IPv6Address: 'fd00:6::20' } }, only: {} },
    },
  }),
  get('/containers/six/json'),
  post('/containers/six/start'),
  get('/containers/six/json'),
  get('/containers/json'),
  post('/containers/create?name=taken', {
    ...SLEEPS,
    HostConfig: { NetworkMode: 'both' },
    NetworkingConfig: { EndpointsConfig: { both: { IPAMConfig: { IPv6Address: 'fd00:6::20' } } } },
  }),
  post('/containers/taken/start'),
  post('/containers/create?name=outside', {
    ...SLEEPS,
    HostConfig: { NetworkMode: 'both' },
    NetworkingConfig: { EndpointsConfig: { both: { IPAMConfig: { IPv6Address: 'fd00:9::20' } } } },
  }),
  post('/containers/outside/start'),
  post('/containers/create?name=bad', {
    ...SLEEPS,
    HostConfig: { NetworkMode: 'both' },
    NetworkingConfig: { EndpointsConfig: { both: { IPAMConfig: { IPv6Address: 'nonsense' } } } },
  }),
  get('/networks/both'),
  get('/networks/only'),
  get(`/networks?${filters({ name: ['both'] })}`),
  post('/containers/create?name=late', SLEEPS),
  post('/containers/late/start'),
  post('/networks/only/connect', { Container: 'late', EndpointConfig: { IPAMConfig: { IPv6Address: 'fd00:7::30' } } }),
  get('/containers/late/json'),
  post('/networks/only/disconnect', { Container: 'late' }),
  get('/containers/late/json'),
  post('/containers/six/stop?t=0'),
  get('/containers/six/json'),
  remove('/networks/both'),
  remove('/containers/six'),
  remove('/networks/only'),
];
