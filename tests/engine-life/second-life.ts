/** Another life of an engine, as life.ts: more kinds of networks, containers with nearly all options, files, images, refusals. */
import { type Call, filters, get, post, remove } from './life.ts';

const put = (path: string, body: object | string): Call => ({ request: `PUT ${path}`, body });
const head = (path: string): Call => ({ request: `HEAD ${path}` });
const create = (name: string, body: object): Call => post(`/containers/create?name=${name}`, body);
/** Made, started and looked at. */
const begun = (name: string, body: object): readonly Call[] => [
  create(name, body),
  post(`/containers/${name}/start`),
  get(`/containers/${name}/json`),
];
const SLEEPS = { Image: 'alpine', Cmd: ['sleep', '600'] };
const SECOND = 1_000_000_000;

const NETWORKS: readonly Call[] = [
  post('/networks/create', {
    Name: 'mv',
    Driver: 'macvlan',
    Options: { parent: 'eth0' },
    IPAM: { Config: [{ Subnet: '10.8.0.0/24' }] },
  }),
  post('/networks/create', { Name: 'inner', Internal: true, Attachable: true }),
  post('/networks/create', { Name: 'conf', ConfigOnly: true, IPAM: { Config: [{ Subnet: '10.7.0.0/24' }] } }),
  post('/networks/create', { Name: 'from', ConfigFrom: { Network: 'conf' } }),
  post('/networks/create', { Name: 'bare', IPAM: { Driver: 'null' } }),
  post('/networks/create', {}),
  get('/networks/mv'),
  get('/networks/inner'),
  get('/networks/conf'),
  get('/networks/from'),
  get('/networks/host'),
  get(`/networks?${filters({ type: ['custom'] })}`),
  get(`/networks?${filters({ dangling: ['true'] })}`),
];

const VOLUMES: readonly Call[] = [
  post('/volumes/create', {}),
  post('/volumes/create', { Name: 'opt', DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' } }),
  get('/volumes/opt'),
  put('/volumes/opt?version=1', {}),
];

const WELL = {
  ...SLEEPS,
  Env: ['A=1'],
  User: 'nobody',
  WorkingDir: '/tmp',
  StopSignal: 'SIGINT',
  StopTimeout: 1,
  Domainname: 'lab',
  Labels: { a: 'b' },
  Volumes: { '/anon': {} },
  Healthcheck: { Test: ['CMD', 'true'], Interval: SECOND, Timeout: SECOND, Retries: 2 },
  HostConfig: {
    NetworkMode: 'inner',
    Memory: 67_108_864,
    NanoCpus: 500_000_000,
    PidsLimit: 50,
    CapAdd: ['NET_ADMIN'],
    CapDrop: ['MKNOD'],
    Dns: ['1.1.1.1'],
    DnsSearch: ['lab'],
    DnsOptions: ['ndots:2'],
    ExtraHosts: ['h:10.0.0.1'],
    Init: true,
    ReadonlyRootfs: true,
    Tmpfs: { '/run': '' },
    Sysctls: { 'net.ipv4.ip_forward': '0' },
    Ulimits: [{ Name: 'nofile', Soft: 64, Hard: 128 }],
    RestartPolicy: { Name: 'unless-stopped' },
    Mounts: [
      { Type: 'volume', Source: 'mnt', Target: '/mnt', ReadOnly: true },
      { Type: 'bind', Source: '/etc', Target: '/hostetc' },
      { Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 4096 } },
    ],
    ShmSize: 1_048_576,
    LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
  },
  NetworkingConfig: {
    EndpointsConfig: {
      inner: { Aliases: ['w'], MacAddress: '02:42:0a:00:00:09' },
      from: { GwPriority: 5, DriverOpts: { x: 'y' } },
    },
  },
};

/** All options at once; its second look is after two health checks. */
const WELL_USED: readonly Call[] = [
  ...begun('well', WELL),
  create('two-seconds', { Image: 'alpine', Cmd: ['sleep', '2.5'], HostConfig: { AutoRemove: true } }),
  post('/containers/two-seconds/start'),
  post('/containers/two-seconds/wait?condition=removed'),
  get('/containers/well/json'),
  get('/containers/json'),
  get('/networks/inner'),
  get('/containers/well/stats?stream=0'),
  get('/containers/well/stats?stream=0&one-shot=1'),
  get('/containers/well/stats?one-shot=1'),
  get('/containers/well/changes'),
  post('/containers/well/update', { Memory: 134_217_728, MemorySwap: -1, RestartPolicy: { Name: 'no' } }),
  post('/containers/well/update', { Memory: 1 }),
  post('/containers/nosuch/update', {}),
  get('/containers/well/top'),
  get('/containers/well/json?size=1'),
];

const OTHER_MODES: readonly Call[] = [
  ...begun('onhost', { ...SLEEPS, HostConfig: { NetworkMode: 'host', PidMode: 'host' } }),
  create('alone', { Image: 'alpine', Cmd: ['false'], HostConfig: { NetworkMode: 'none' } }),
  post('/containers/alone/start'),
  post('/containers/alone/wait'),
  get('/containers/alone/json'),
  ...begun('guest', { ...SLEEPS, HostConfig: { NetworkMode: 'container:well' } }),
  ...begun('lan', { ...SLEEPS, HostConfig: { NetworkMode: 'mv' } }),
  get('/networks/mv'),
  ...begun('wrong', { Image: 'alpine', Cmd: ['nosuch'] }),
  ...begun('pub', {
    Image: 'nginx',
    HostConfig: { PublishAllPorts: true, PortBindings: { '53/udp': [{ HostIp: '127.0.0.1', HostPort: '5353' }] } },
  }),
  ...begun('linked', { ...SLEEPS, HostConfig: { Links: ['pub:p'] } }),
];

const LISTS: readonly Call[] = [
  get('/containers/json?all=1'),
  get(`/containers/json?${filters({ health: ['healthy'] })}`),
  get(`/containers/json?all=1&${filters({ exited: ['1'] })}`),
  get(`/containers/json?all=1&${filters({ network: ['inner'], status: ['running'] })}`),
  get(`/containers/json?${filters({ nosuch: ['1'] })}`),
];

const FILES: readonly Call[] = [
  head('/containers/pub/archive?path=/nosuch'),
  head('/containers/pub/archive'),
  get('/containers/pub/archive?path=/nosuch'),
  put('/containers/pub/archive?path=/nosuch', ''),
  get('/containers/nosuch/changes'),
  get('/containers/nosuch/export'),
];

const IMAGES: readonly Call[] = [
  post('/commit?container=alone&repo=mine&tag=2&comment=c&author=me&changes=ENV%20X%3D1', {}),
  post('/commit?container=nosuch', {}),
  post('/commit?container=alone&repo=mine&changes=BOGUS', {}),
  get('/images/mine:2/json'),
  get('/images/mine:2/history'),
  get(`/images/json?${filters({ reference: ['mine'] })}`),
  get(`/images/json?digests=1&${filters({ dangling: ['false'] })}`),
  remove('/images/mine:2?noprune=1'),
  remove('/images/nginx'),
  post('/images/create?fromImage=BAD'),
  get('/system/df?type=volume'),
  get('/system/df?type=container&type=image'),
  get('/system/df?type=bogus'),
  get('/build'),
  post('/build/cancel?id=x'),
];

const OUT_OF_SWARM: readonly Call[] = [
  post('/networks/create', { Name: 'over', Driver: 'overlay' }),
  get('/services/x'),
  get('/nodes'),
  get('/nodes/x'),
  get('/tasks'),
  get('/secrets'),
  get('/configs'),
  get('/swarm/unlockkey'),
  post('/swarm/leave'),
  post('/swarm/update?version=1', {}),
  post('/services/create', {}),
  post('/secrets/create', {}),
  post('/nodes/x/update?version=1', {}),
  remove('/nodes/x'),
];

const bad = (host: object): Call => post('/containers/create', { ...SLEEPS, HostConfig: host });

const REFUSED: readonly Call[] = [
  ...[{ Binds: ['x'] }, { Binds: ['/a:/b:zz'] }, { SecurityOpt: ['bogus'] }, { Links: ['a:b:c'] }].map(bad),
  ...[{ PidMode: 'bogus' }, { UTSMode: 'bogus' }, { CgroupnsMode: 'bogus' }, { IpcMode: 'bogus' }].map(bad),
  post('/volumes/create', { Name: 'bad', DriverOpts: { bogus: 'x' } }),
  post('/containers/pub/start?checkpoint=x'),
  post('/containers/pub/kill?signal=-1'),
  post('/images/alpine/tag?repo=x@sha256:abc'),
  get('/containers/alone/logs?stdout=1&since=x'),
  get('/networks/mv?scope=swarm'),
  get('/containers/json?filters=null'),
  get(`/containers/json?${filters({ 'is-task': ['x'] })}`),
  get(`/images/json?${filters({ dangling: ['x'] })}`),
  get(`/networks?${filters({ type: ['x'] })}`),
  get('/containers/pub/attach/ws'),
  get('/containers/well/checkpoints'),
  post('/containers/well/checkpoints', { CheckpointID: 'x' }),
  remove('/containers/well/checkpoints/x'),
  get('/plugins/nosuch/json'),
  remove('/plugins/nosuch'),
  get('/events?since=1&until=0'),
  get('/events?since=x'),
];

const ENDS: readonly Call[] = [
  post('/containers/guest/kill?signal=HUP'),
  post('/containers/guest/kill?signal=BOGUS'),
  post('/containers/lan/stop?signal=KILL'),
  post('/containers/pub/stop?t=x'),
  remove('/containers/well'),
  remove('/containers/well?force=1&v=1'),
  post(`/containers/prune?${filters({ until: ['1h'] })}`),
  post(`/containers/prune?${filters({ bad: ['1h'] })}`),
  post(`/networks/prune?${filters({ label: ['x'] })}`),
  post(`/volumes/prune?${filters({ all: ['1'] })}`),
  post(`/images/prune?${filters({ dangling: ['maybe'] })}`),
  remove('/networks/inner?force=1'),
];

export const SECOND_LIFE: readonly Call[] = [
  ...NETWORKS,
  ...VOLUMES,
  ...WELL_USED,
  ...OTHER_MODES,
  ...LISTS,
  ...FILES,
  ...IMAGES,
  ...OUT_OF_SWARM,
  ...REFUSED,
  ...ENDS,
];
