import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SimulatedDaemon } from '../../scripts/daemon/simulated-daemon.ts';
import { COMPOSE_COMMANDS, isInstalled } from '../../scripts/docker-client.ts';

const STACK = fileURLToPath(new URL('./two-networks.yaml', import.meta.url));
const OF_STACK = { filters: { label: ['com.docker.compose.project=stack'] } };

const folder = mkdtempSync(`${tmpdir()}/passerelle-compose-`);
const failures: unknown[] = [];
const daemon = new SimulatedDaemon((error) => failures.push(error));
const docker = new Docker({ socketPath: `${folder}/docker.sock` });
let dockerHost = '';

beforeAll(async () => {
  dockerHost = await daemon.listen({ path: `${folder}/docker.sock` });
});
afterAll(async () => {
  await daemon.close();
  rmSync(folder, { recursive: true });
  expect(failures).toEqual([]);
});

/** What the engine holds of the stack: names of containers (with their states), networks and volumes. */
async function held(): Promise<object> {
  const containers = await docker.listContainers({ all: true, ...OF_STACK });
  const networks = await docker.listNetworks(OF_STACK);
  const { Volumes } = await docker.listVolumes(OF_STACK);
  return {
    containers: containers.map(({ Labels, State }) => `${Labels['com.docker.compose.service']} ${State}`).sort(),
    networks: networks.map(({ Name }) => Name).sort(),
    volumes: Volumes.map(({ Name }) => Name),
  };
}

test.for(COMPOSE_COMMANDS)('%s brings a stack of two networks up and down', async (command, { skip }) => {
  skip(!isInstalled(command));
  const [program = '', ...before] = command.split(' ');
  const compose = async (...words: string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, HOME: '/root', LANG: 'C.UTF-8', DOCKER_HOST: dockerHost };
    const ran = promisify(execFile)(program, [...before, '-p', 'stack', '-f', STACK, ...words], { env, cwd: folder });
    return (await ran).stdout;
  };
  const inside = (service: string, ...words: string[]) => compose('exec', '-T', service, ...words);

  await compose('up', '-d');
  expect(await held()).toEqual({
    containers: ['app running', 'db running', 'web running'],
    networks: ['stack_back', 'stack_front'],
    volumes: ['stack_data'],
  });
  expect(await inside('app', 'wget', '-qO-', 'web')).toContain('nginx');
  expect(await inside('app', 'ping', '-c1', 'db')).toContain('1 packets received');
  expect(await inside('web', 'ping', '-c1', 'api')).toContain('1 packets received');
  await expect(inside('db', 'ping', '-c1', '-W1', 'web')).rejects.toMatchObject({
    stderr: expect.stringContaining("bad address 'web'"),
  });
  expect(await compose('port', 'web', '80')).toBe('0.0.0.0:8081\n');
  expect(await compose('logs', 'web')).toContain('"GET / HTTP/1.1" 200');
  await compose('restart', '-t', '0', 'db');
  await compose('down', '-v', '-t', '0');
  expect(await held()).toEqual({ containers: [], networks: [], volumes: [] });
});
