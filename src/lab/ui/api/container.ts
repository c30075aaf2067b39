import type { WebContainer } from '@webcontainer/api';

/** A page promises to say within 10 s why Node does not start (ms). */
const PATIENCE = 9_000;
const ENGINE = '127.0.0.1:2375';

/** Why Node could not be started, in French. */
export class NoContainer extends Error {}

let booted: Promise<WebContainer> | undefined;

/**
 * Node in a WebContainer, with a simulated engine that serves there. Asks stackblitz.com for it: only ever to be called once
 * the reader wants that. Rejects with {@link NoContainer}, soon.
 */
export async function startContainer(base: string, print: (text: string) => void): Promise<WebContainer> {
  if (!navigator.onLine) throw new NoContainer('ce navigateur est hors ligne');
  if (!crossOriginIsolated) {
    throw new NoContainer('cette page n’est pas isolée\u00a0: son hébergeur n’envoie pas les en-têtes COOP et COEP');
  }
  booted ??= boot(base, print);
  booted.catch(() => {
    booted = undefined;
  });
  return await booted;
}

async function boot(base: string, print: (text: string) => void): Promise<WebContainer> {
  const files = await filesFrom(base);
  const { WebContainer } = await import('@webcontainer/api');
  // Without a network its promise never settles.
  const container = await inTime(WebContainer.boot());
  await container.mount(files);
  await serveEngine(container, print);
  return container;
}

async function filesFrom(base: string) {
  const [daemon, dockerode] = await Promise.all(
    ['daemon', 'dockerode'].map((name) => textOf(`${base}webcontainer/${name}.mjs`)),
  );
  const manifest = JSON.stringify({ name: 'dockerode', type: 'module', exports: './index.mjs' });
  const file = (contents = '') => ({ file: { contents } });
  return {
    'daemon.mjs': file(daemon),
    node_modules: {
      directory: { dockerode: { directory: { 'package.json': file(manifest), 'index.mjs': file(dockerode) } } },
    },
  };
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new NoContainer('le moteur à y installer n’a pas pu être chargé');
  return response.text();
}

function inTime(booting: Promise<WebContainer>): Promise<WebContainer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new NoContainer(`stackblitz.com n’a pas répondu en ${PATIENCE / 1_000} s`)),
      PATIENCE,
    );
    booting
      .then(resolve, (error) =>
        reject(new NoContainer(`WebContainer a refusé de démarrer (${error?.message ?? error})`)),
      )
      .finally(() => clearTimeout(timer));
  });
}

/** Starts the engine, and waits until it listens. */
async function serveEngine(container: WebContainer, print: (text: string) => void): Promise<void> {
  print('$ node daemon.mjs\r\n');
  const daemon = await container.spawn('node', ['daemon.mjs', '--listen', ENGINE]);
  const reader = daemon.output.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    print(part.value);
    if (part.value.includes('listening')) return reader.releaseLock();
  }
  throw new NoContainer('le moteur s’y est arrêté aussitôt');
}

/** Runs a script; what it prints goes to `print`. Returns how to end it, and when it has. */
export async function runInContainer(container: WebContainer, script: string, print: (text: string) => void) {
  await container.fs.writeFile('script.mjs', script);
  print('$ node script.mjs\r\n');
  const process = await container.spawn('node', ['script.mjs'], { env: { DOCKER_HOST: `tcp://${ENGINE}` } });
  process.output.pipeTo(new WritableStream({ write: print }));
  return { kill: () => process.kill(), exit: process.exit };
}
