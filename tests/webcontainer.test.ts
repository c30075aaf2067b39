import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCRIPT } from '../src/lab/ui/api/script.ts';
import { bundleDaemon, bundleDockerode } from '../src/webcontainer/bundle.ts';

/** A folder as a WebContainer is given it, outside of the project: nothing of the project's packages is in reach. */
const folder = mkdtempSync(`${tmpdir()}/passerelle-webcontainer-`);
let daemon: ChildProcess;
let dockerHost = '';

beforeAll(async () => {
  mkdirSync(`${folder}/node_modules/dockerode`, { recursive: true });
  writeFileSync(`${folder}/daemon.mjs`, await bundleDaemon());
  writeFileSync(`${folder}/node_modules/dockerode/index.mjs`, await bundleDockerode());
  writeFileSync(
    `${folder}/node_modules/dockerode/package.json`,
    JSON.stringify({ name: 'dockerode', type: 'module', exports: './index.mjs' }),
  );
  writeFileSync(`${folder}/script.mjs`, SCRIPT);
  daemon = spawn(process.execPath, ['daemon.mjs', '--listen', '127.0.0.1:0'], { cwd: folder });
  dockerHost = await new Promise<string>((resolve, reject) => {
    daemon.stdout?.on('data', (text: Buffer) => {
      const found = /DOCKER_HOST=(\S+)/.exec(String(text))?.[1];
      if (found) resolve(found);
    });
    daemon.once('exit', (code) => reject(new Error(`the daemon ended with ${code}`)));
  });
});
afterAll(() => {
  daemon.kill();
  rmSync(folder, { recursive: true });
});

const runScript = async (): Promise<string> => {
  const env = { ...process.env, DOCKER_HOST: dockerHost };
  const { stdout } = await promisify(execFile)(process.execPath, ['script.mjs'], { cwd: folder, env });
  return stdout;
};

test('the page’s script under Node, with the bundled dockerode, against the bundled engine', async () => {
  const networks = ['bridge (bridge)', 'host (host)', 'none (null)'];
  const first = (await runScript()).trimEnd().split('\n');
  expect(first.slice(0, 3).sort()).toEqual(networks);
  expect(first.slice(3)).toEqual(['atelier : 172.18.0.0/16']);
  expect(await runScript()).toContain('(HTTP code 409) unexpected - network with name atelier already exists');
});
