import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SimulatedDaemon } from '../scripts/daemon/simulated-daemon.ts';

const folder = mkdtempSync(`${tmpdir()}/passerelle-dockerode-`);
const failures: unknown[] = [];
const daemon = new SimulatedDaemon((error) => failures.push(error));
const docker = new Docker({ socketPath: `${folder}/docker.sock` });

beforeAll(() => daemon.listen({ path: `${folder}/docker.sock` }));
afterAll(async () => {
  await daemon.close();
  rmSync(folder, { recursive: true });
  expect(failures).toEqual([]);
});
afterEach(async () => {
  for (const { Id } of await docker.listContainers({ all: true }))
    await docker.getContainer(Id).remove({ force: true });
});

const sleeper = async (name: string, options: object = {}): Promise<Docker.Container> => {
  const container = await docker.createContainer({ name, Image: 'alpine', Cmd: ['sleep', '600'], ...options });
  await container.start();
  return container;
};

/** The two streams of a multiplexed one, each to its end. */
async function split(
  container: Docker.Container,
  stream: NodeJS.ReadableStream,
): Promise<{ out: string; err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  container.modem.demuxStream(stream, out, err);
  stream.on('end', () => {
    out.end();
    err.end();
  });
  return { out: await text(out), err: await text(err) };
}

test('the system', async () => {
  expect(String(await docker.ping())).toBe('OK');
  expect(await docker.version()).toMatchObject({ Version: '28.5.2', ApiVersion: '1.51' });
  expect(await docker.info()).toMatchObject({ OSType: 'linux', Driver: 'overlay2' });
});

test('networks: made, listed, joined, left, pruned', async () => {
  const network = await docker.createNetwork({
    Name: 'lab',
    IPAM: { Driver: 'default', Config: [{ Subnet: '10.9.0.0/24' }] },
  });
  const container = await sleeper('box');
  await network.connect({ Container: 'box', EndpointConfig: { IPAMConfig: { IPv4Address: '10.9.0.7' } } });
  expect((await network.inspect()).Containers?.[container.id]).toMatchObject({ IPv4Address: '10.9.0.7/24' });
  expect(await docker.listNetworks({ filters: { name: ['lab'] } })).toHaveLength(1);
  await network.disconnect({ Container: 'box' });
  expect(await docker.pruneNetworks()).toEqual({ NetworksDeleted: ['lab'] });
  await expect(network.remove()).rejects.toMatchObject({ statusCode: 404 });
});

test('volumes', async () => {
  await docker.createVolume({ Name: 'data', Labels: { of: 'test' } });
  expect((await docker.listVolumes({ filters: { label: ['of'] } })).Volumes).toHaveLength(1);
  expect(await docker.getVolume('data').inspect()).toMatchObject({ Name: 'data', Driver: 'local' });
  await docker.getVolume('data').remove();
  expect(await docker.pruneVolumes()).toMatchObject({ VolumesDeleted: [] });
});

test('images', async () => {
  const image = docker.getImage('alpine');
  expect(await image.inspect()).toMatchObject({ Os: 'linux' });
  await image.tag({ repo: 'mine', tag: '1' });
  expect((await docker.listImages()).flatMap(({ RepoTags }) => RepoTags)).toContain('mine:1');
  expect(await docker.getImage('mine:1').remove()).toEqual([{ Untagged: 'mine:1' }]);
  expect(await docker.pruneImages()).toMatchObject({ SpaceReclaimed: 0 });
  await expect(docker.pull('nosuch')).rejects.toThrow();
});

test('a container’s life', async () => {
  const container = await sleeper('box');
  expect((await container.inspect()).State.Status).toBe('running');
  expect((await container.top()).Processes).toHaveLength(1);
  await container.pause();
  expect((await container.inspect()).State.Paused).toBe(true);
  await container.unpause();
  await container.rename({ name: 'chest' });
  await container.restart({ t: 0 });
  await container.resize({ h: 40, w: 100 });
  const ended = container.wait();
  await container.kill();
  expect(await ended).toEqual({ StatusCode: 137 });
  await container.start();
  await container.stop({ t: 0 });
  expect(await docker.listContainers({ all: true })).toMatchObject([{ Names: ['/chest'], State: 'exited' }]);
  expect((await docker.pruneContainers()).ContainersDeleted).toEqual([container.id]);
});

test('what a container says, told apart in its logs and while it is followed', async () => {
  const container = await sleeper('says', { Cmd: ['sh', '-c', 'echo out; echo err >&2; sleep 1; echo end'] });
  const followed = await container.logs({ follow: true, stdout: true, stderr: true });
  expect(await split(container, followed)).toEqual({ out: 'out\nend\n', err: 'err\n' });
  expect((await container.logs({ stdout: true, tail: 1 })).toString()).toContain('end\n');
});

test('attached to its terminal: what is typed comes back, and the input’s end ends it', async () => {
  const container = await docker.createContainer({
    name: 'cat',
    Image: 'alpine',
    Cmd: ['cat'],
    OpenStdin: true,
    StdinOnce: true,
  });
  const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
  await container.start();
  stream.end('bonjour\n');
  expect(await split(container, stream)).toEqual({ out: 'bonjour\n', err: '' });
  expect(await container.wait()).toEqual({ StatusCode: 0 });
});

test('an exec beside it', async () => {
  const container = await sleeper('box');
  const exec = await container.exec({
    Cmd: ['sh', '-c', 'cat; exit 3'],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  stream.end('through\n');
  expect(await split(container, stream)).toEqual({ out: 'through\n', err: '' });
  expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 3 });
});

test('events as they happen', async () => {
  const events = await docker.getEvents({ filters: { type: ['container'], event: ['create'] } });
  const first = new Promise((resolve) => events.once('data', (line) => resolve(JSON.parse(String(line)))));
  await docker.createContainer({ name: 'told', Image: 'alpine' });
  expect(await first).toMatchObject({ Action: 'create', Actor: { Attributes: { name: 'told' } } });
  (events as PassThrough).destroy();
});
