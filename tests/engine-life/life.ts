/** A life of an engine, call by call: asked of a real one (recorded.json holds its answers) and of the simulated one. */

export interface Call {
  /** `GET /path?query`; `{name}` stands for what an earlier answer was kept as. */
  readonly request: string;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps the answer's `Id` under this name. */
  readonly keep?: string;
}

export const get = (path: string): Call => ({ request: `GET ${path}` });
export const post = (path: string, body?: object, keep?: string): Call => ({
  request: `POST ${path}`,
  ...(body && { body }),
  ...(keep !== undefined && { keep }),
});
export const remove = (path: string): Call => ({ request: `DELETE ${path}` });
export const filters = (given: object): string => `filters=${encodeURIComponent(JSON.stringify(given))}`;

const EXEC = { AttachStdout: true, AttachStderr: true, Cmd: ['echo', 'hi'] };

const SYSTEM: readonly Call[] = [
  get('/_ping'),
  { request: 'HEAD /_ping' },
  get('/version'),
  get('/info'),
  get('/v1.24/version'),
  get('/v1.23/version'),
  get('/v1.52/version'),
  get('/v1.44/_ping'),
  get('/nonsense'),
  get('/v1.51/nonsense'),
  { request: 'PUT /info' },
  { request: 'HEAD /version' },
  { request: 'OPTIONS /version' },
  get('//version'),
];

const NETWORKS: readonly Call[] = [
  get('/networks'),
  get('/networks/bridge'),
  get('/networks/none'),
  get('/networks/nosuch'),
  get(`/networks?${filters({ driver: ['host'] })}`),
  get(`/networks?${filters({ bad: ['x'] })}`),
  get('/networks?filters=nonsense'),
  post(
    '/networks/create',
    {
      Name: 'lab',
      Labels: { b: '2', a: '1' },
      Options: { 'com.docker.network.bridge.name': 'br-lab' },
      IPAM: {
        Config: [
          {
            Subnet: '10.9.0.0/24',
            IPRange: '10.9.0.0/25',
            Gateway: '10.9.0.254',
            AuxiliaryAddresses: { printer: '10.9.0.9' },
          },
        ],
      },
    },
    'lab',
  ),
  post('/networks/create', { Name: 'plain' }),
  post('/networks/create', { Name: 'lab' }),
  get('/networks/lab'),
  get('/networks/plain?verbose=maybe'),
];

const VOLUMES: readonly Call[] = [
  post('/volumes/create', { Name: 'data', Labels: { of: 'life' } }),
  get('/volumes'),
  get('/volumes/data'),
  get('/volumes/nosuch'),
  get(`/volumes?${filters({ name: ['nosuch'] })}`),
];

const IMAGES: readonly Call[] = [
  get('/images/json'),
  get('/images/nginx/json'),
  get('/images/alpine/json'),
  get('/images/nosuch/json'),
  get('/images/alpine/history'),
  post('/images/alpine/tag?repo=mine&tag=1'),
  post('/images/nosuch/tag?repo=mine&tag=1'),
  get('/images/json?all=1&shared-size=1'),
  remove('/images/mine:1'),
  remove('/images/nosuch'),
];

const CONTAINERS: readonly Call[] = [
  get('/containers/json'),
  post(
    '/containers/create?name=web',
    {
      Image: 'nginx',
      Labels: { role: 'front' },
      ExposedPorts: { '443/tcp': {} },
      HostConfig: {
        Binds: ['data:/data'],
        PortBindings: { '80/tcp': [{ HostPort: '8080' }] },
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
      },
      NetworkingConfig: { EndpointsConfig: { lab: { Aliases: ['www'], IPAMConfig: { IPv4Address: '10.9.0.20' } } } },
    },
    'web',
  ),
  post('/containers/create?name=web', { Image: 'nginx' }),
  post('/containers/create', { Image: 'nosuch' }),
  post('/containers/create?name=a%20b', { Image: 'alpine' }),
  get('/containers/web/json'),
  post('/containers/web/start'),
  post('/containers/web/start'),
  get('/containers/web/json?size=1'),
  post('/containers/create?name=box', { Image: 'alpine', Cmd: ['sh'], Tty: true, OpenStdin: true, Hostname: 'box' }),
  post('/containers/box/start'),
  get('/containers/box/json'),
  get('/containers/json'),
  get('/containers/json?all=1&size=1&limit=1'),
  get('/containers/nosuch/json'),
  get('/networks/lab'),
  get('/volumes/data'),
  post('/networks/lab/connect', { Container: 'box', EndpointConfig: { Aliases: ['b'] } }),
  post('/networks/lab/connect', { Container: 'box' }),
  get('/containers/box/json'),
  post('/networks/lab/disconnect', { Container: 'box' }),
  post('/networks/lab/disconnect', { Container: 'nosuch' }),
  get('/containers/web/top'),
  get('/containers/web/top?ps_args=-o%20pid,args'),
  get('/containers/web/logs'),
  get('/containers/nosuch/logs?stdout=1'),
  post('/containers/box/resize?h=24&w=80'),
  post('/containers/box/resize?h=x&w=80'),
];

const EXECS: readonly Call[] = [
  post('/containers/box/exec', EXEC, 'exec'),
  get('/exec/{exec}/json'),
  post('/exec/{exec}/start', { Detach: false, Tty: false }),
  get('/exec/{exec}/json'),
  post('/exec/{exec}/start', { Detach: false, Tty: false }),
  post(
    '/containers/box/exec',
    { Cmd: ['sleep', '600'], User: 'nobody', Tty: true, AttachStdin: true, Env: ['A=1'] },
    'rest',
  ),
  post('/exec/{rest}/start', { Detach: true, Tty: true }),
  get('/exec/{rest}/json'),
  get('/containers/box/json'),
  post('/exec/{rest}/resize?h=24&w=80'),
  get('/exec/nosuch/json'),
  post('/containers/box/exec', { Cmd: [] }),
  post('/containers/nosuch/exec', EXEC),
];

const LIFE_CYCLE: readonly Call[] = [
  post('/containers/box/pause'),
  post('/containers/box/pause'),
  get('/containers/box/json'),
  post('/containers/box/unpause'),
  post('/containers/box/rename?name=chest'),
  post('/containers/chest/rename?name=web'),
  post('/containers/chest/restart?t=0'),
  post('/containers/chest/kill?signal=KILL'),
  post('/containers/chest/kill'),
  post('/containers/chest/wait'),
  post('/containers/chest/wait?condition=sometime'),
  get('/containers/chest/json'),
  post('/containers/chest/attach?stream=1'),
  post('/containers/nosuch/attach'),
  post('/containers/web/stop?t=9'),
  post('/containers/web/stop'),
  get('/containers/json?all=1'),
  get('/networks/lab'),
  get('/system/df'),
  remove('/containers/nosuch'),
  remove('/containers/chest?v=1'),
];

const ENDS: readonly Call[] = [
  get(`/events?since={start}&until={now}&${filters({ type: ['container', 'network', 'volume'] })}`),
  post('/containers/prune'),
  post('/networks/prune'),
  post('/volumes/prune'),
  remove('/volumes/data'),
  post('/images/prune'),
  post('/build/prune'),
  remove('/networks/bridge'),
  remove('/networks/nosuch'),
  remove('/volumes/nosuch'),
  get('/swarm'),
  get('/services'),
  get('/plugins'),
];

export const LIFE: readonly Call[] = [
  ...SYSTEM,
  ...NETWORKS,
  ...VOLUMES,
  ...IMAGES,
  ...CONTAINERS,
  ...EXECS,
  ...LIFE_CYCLE,
  ...ENDS,
];

export interface Answer {
  readonly request: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What the body holds: parsed where it is JSON (or JSON lines), else the text. */
  readonly body: unknown;
}
