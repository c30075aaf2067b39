import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SimulatedDaemon } from '../scripts/daemon/simulated-daemon.ts';
import type { Backend } from '../src/sim/api/backend.ts';
import { Router } from '../src/sim/api/router.ts';
import { apiRoutes } from '../src/sim/api/server.ts';
import { AnswerCheck } from './engine-life/answer-check.ts';
import type { Answered } from './engine-life/watched-server.ts';

const { answered } = vi.hoisted(() => ({ answered: [] as Answered[] }));
vi.mock('../src/sim/http/server.ts', async (original) => {
  const { watched } = await import('./engine-life/watched-server.ts');
  return watched(await original(), (answer) => answered.push(answer));
});

const folder = mkdtempSync(`${tmpdir()}/passerelle-routes-`);
const failures: unknown[] = [];
const daemon = new SimulatedDaemon((error) => failures.push(error));
const docker = new Docker({ socketPath: `${folder}/docker.sock` });
const box = docker.getContainer('box');

beforeAll(() => daemon.listen({ path: `${folder}/docker.sock` }));
afterAll(async () => {
  await daemon.close();
  rmSync(folder, { recursive: true });
  expect(failures).toEqual([]);
});

/** What dockerode's own words do not reach goes through its modem. */
const dial = (request: string, body?: object): Promise<unknown> => {
  const [method = '', target = ''] = request.split(' ');
  // The modem takes off the last letter of a path that has a query.
  const path = target.includes('?') ? `${target}&` : target;
  const statusCodes = { 200: true, 201: true, 204: true };
  return new Promise((resolve, reject) => {
    docker.modem.dial({ method, path, options: body ?? {}, statusCodes }, (error, data) =>
      error ? reject(error) : resolve(data),
    );
  });
};

const drained = async (stream: NodeJS.ReadableStream): Promise<Buffer> => buffer(stream);

const execIn = async (): Promise<void> => {
  const exec = await box.exec({ Cmd: ['true'], AttachStdout: true });
  await drained(await exec.start({}));
  await exec.resize({ h: 24, w: 80 }).catch(() => {});
  await exec.inspect();
};

const copyThrough = async (): Promise<void> => {
  await box.infoArchive({ path: '/etc/hosts' });
  await box.putArchive(await drained(await box.getArchive({ path: '/etc/hosts' })), { path: '/tmp' });
  await drained(await box.export());
  await box.changes();
};

const SYSTEM = [
  () => docker.ping(),
  () => dial('HEAD /_ping'),
  () => docker.version(),
  () => docker.info(),
  () => docker.df(),
  () => docker.getEvents({ since: 1, until: 2 }).then(drained),
  () => docker.pruneBuilder(),
  () => docker.listPlugins(),
  () => dial('OPTIONS /info'),
  () => dial('POST /build/cancel?id=1'),
];

const NETWORKS = [
  () => docker.createNetwork({ Name: 'lab' }),
  () => docker.listNetworks(),
  () => dial('GET /networks/'),
  () => docker.getNetwork('lab').inspect(),
  () => docker.getNetwork('lab').connect({ Container: 'box' }),
  () => docker.getNetwork('lab').disconnect({ Container: 'box' }),
  () => docker.getNetwork('lab').remove(),
  () => docker.pruneNetworks(),
];

const VOLUMES = [
  () => docker.createVolume({ Name: 'data' }),
  () => docker.listVolumes(),
  () => docker.getVolume('data').inspect(),
  () => docker.getVolume('data').remove(),
  () => docker.pruneVolumes(),
];

const IMAGES = [
  () => docker.listImages(),
  () => docker.getImage('alpine').inspect(),
  () => docker.getImage('alpine').history(),
  () => docker.getImage('alpine').tag({ repo: 'mine', tag: '1' }),
  () => docker.pull('alpine').then(drained),
  () => box.commit({ repo: 'mine', tag: '2' }),
  () => docker.getImage('mine:1').remove(),
  () => docker.pruneImages(),
];

const CONTAINER = [
  () => docker.createContainer({ name: 'box', Image: 'alpine', Cmd: ['sleep', '600'], OpenStdin: true }),
  () => box.start(),
  () => docker.listContainers(),
  () => box.inspect(),
  () => box.top(),
  () => box.logs({ stdout: true }),
  () => box.stats({ stream: false }),
  () => box.update({ Memory: 33_554_432 }),
  () => box.attach({ stream: true, stdin: true, hijack: true }).then((stream) => stream.end()),
  () => box.resize({ h: 24, w: 80 }),
  copyThrough,
  execIn,
  () => box.pause(),
  () => box.unpause(),
  () => box.rename({ name: 'chest' }),
  () => docker.getContainer('chest').rename({ name: 'box' }),
  () => box.restart({ t: 0 }),
  () => box.stop({ t: 0 }),
  () => box.start(),
  () => box.kill(),
  () => box.wait(),
];

const ENDS = [() => box.remove(), () => docker.pruneContainers()];

/** What an engine outside of a swarm, without plugins, experiments or the simulation's leave refuses. */
const REFUSED = [
  () => docker.swarmInspect(),
  () => docker.swarmUpdate({}),
  () => docker.swarmLeave({}),
  () => docker.swarmInit({ ListenAddr: 'nonsense' }),
  () => docker.swarmJoin({}),
  () => dial('GET /swarm/unlockkey'),
  () => dial('POST /swarm/unlock'),
  ...['configs', 'nodes', 'secrets', 'services', 'tasks'].flatMap((resource) => [
    () => dial(`GET /${resource}`),
    () => dial(`GET /${resource}/x`),
    () => dial(`GET /${resource}/x/logs`),
    () => dial(`POST /${resource}/create`),
    () => dial(`POST /${resource}/x/update`),
    () => dial(`DELETE /${resource}/x`),
  ]),
  () => dial('GET /containers/box/checkpoints'),
  () => dial('POST /containers/box/checkpoints'),
  () => dial('DELETE /containers/box/checkpoints/x'),
  () => docker.getPlugin('x', 'x').inspect(),
  () => docker.getPlugin('x', 'x').remove(),
  ...['enable', 'disable', 'push', 'set', 'upgrade'].map((verb) => () => dial(`POST /plugins/x/${verb}`)),
  () => docker.getPlugin('x', 'x').privileges(),
  () => docker.getPlugin('x', 'x').pull({}),
  () => docker.createPlugin({ name: 'x' }),
  () => docker.checkAuth({}),
  () => docker.getImage('alpine').distribution(),
  () => docker.getImage('alpine').get().then(drained),
  () => docker.getImage('alpine').push(),
  () => dial('GET /images/get?names=alpine'),
  () => docker.searchImages({ term: 'x' }),
  () => docker.loadImage(Readable.from(['x'])),
  () => docker.buildImage(Readable.from(['x'])),
  () => dial('PUT /volumes/data?version=1'),
  () => dial('GET /containers/box/attach/ws'),
  () => dial('POST /grpc'),
  () => dial('POST /session'),
];

test('every route of the engine’s API is called with dockerode, and each answer is as described', async () => {
  for (const call of [...SYSTEM, ...CONTAINER, ...NETWORKS, ...VOLUMES, ...IMAGES]) await call();
  for (const call of REFUSED) await expect(call()).rejects.toMatchObject({ statusCode: expect.any(Number) });
  for (const call of ENDS) await call();

  const routes = apiRoutes({} as Backend);
  const router = new Router(routes);
  const called = new Set(answered.map(({ method, path }) => router.match(method, path)?.route));
  const left = routes.filter((route) => !called.has(route));
  expect(left.map(({ method, pattern }) => `${method} ${pattern}`)).toEqual([]);

  const check = new AnswerCheck();
  expect(answered.flatMap((answer) => check.faults(answer))).toEqual([]);
});
