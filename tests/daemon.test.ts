import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { parseListenAddress } from '../scripts/daemon/listen-address.ts';

const SCRIPT = new URL('../scripts/daemon.ts', import.meta.url).pathname;
const folder = mkdtempSync(`${tmpdir()}/passerelle-daemon-`);
afterAll(() => rmSync(folder, { recursive: true }));

const start = (...args: string[]): ChildProcess => spawn(process.execPath, [SCRIPT, ...args]);

async function run(...args: string[]): Promise<{ code: number | null; stderr: string }> {
  const child = start(...args);
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const stderr = await text(child.stderr as NodeJS.ReadableStream);
  return { code: await ended, stderr };
}

const ping = (where: object): Promise<string> =>
  new Promise((resolve, reject) => {
    request({ ...where, path: '/_ping', agent: false }, (response) => resolve(text(response)))
      .on('error', reject)
      .end();
  });

test('it serves several addresses at once, and ^C stops it cleanly', async () => {
  const path = `${folder}/docker.sock`;
  const child = start('--listen', '127.0.0.1:0', '--listen', `unix://${path}`);
  const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
  let said = '';
  for await (const chunk of child.stdout as NodeJS.ReadableStream) {
    said += chunk;
    if (said.split('\n').length > 2) break;
  }
  const port = Number(/DOCKER_HOST=tcp:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1]);
  expect(await ping({ host: '127.0.0.1', port })).toBe('OK');
  expect(await ping({ socketPath: path })).toBe('OK');
  // A client in mid-stream does not hold it up.
  const watcher = connect({ path }).on('error', () => {});
  watcher.write('GET /events HTTP/1.1\r\nHost: docker\r\n\r\n');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

test('an address that is taken, and one that is none, say so', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const busy = await run('--listen', `127.0.0.1:${port}`);
  taken.close();
  expect(busy).toEqual({ code: 1, stderr: expect.stringContaining('EADDRINUSE') });
  expect(await run('--listen', 'nonsense')).toEqual({
    code: 2,
    stderr: expect.stringContaining('"nonsense" is no address'),
  });
  expect(await run('--nonsense')).toEqual({ code: 2, stderr: expect.stringContaining("'--nonsense'") });
});

test('only loopback addresses, unless remote ones are allowed', () => {
  for (const loopback of ['127.0.0.1:2375', 'localhost:2375', '[::1]:2375', 'tcp://127.1.2.3:1'])
    expect(parseListenAddress(loopback, false)).toHaveProperty('port');
  for (const remote of [
    '0.0.0.0:2375',
    ':2375',
    '[::]:2375',
    '192.168.1.2:2375',
    'example.com:2375',
    '127.example.com:1',
  ]) {
    expect(() => parseListenAddress(remote, false)).toThrow('--allow-remote');
    expect(parseListenAddress(remote, true)).toHaveProperty('port');
  }
});

test.each(['127.0.0.1', '127.0.0.1:99999', '[::zz]:1', 'unix://relative', 'npipe:////./pipe/docker', ''])(
  '"%s" is no address',
  (address) => {
    expect(() => parseListenAddress(address, true)).toThrow();
  },
);
