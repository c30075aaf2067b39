import { SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { readTextFile } from '../read-file.ts';
import { type Configuration, configurationOf } from './configuration.ts';
import { ConfigurationError } from './directive.ts';
import { errorPrefix, LogFiles } from './log.ts';
import { VERSION } from './page.ts';
import { type Listening, Worker } from './worker.ts';

const CONFIGURATION = '/etc/nginx/nginx.conf';
const BIND_TRIES = 5;
const SIGNALS = { stop: 'SIGTERM', quit: 'SIGQUIT', reload: 'SIGHUP' } as const;

interface CommandLine {
  readonly path: string;
  readonly global: string;
  readonly test: boolean;
  readonly version: boolean;
  readonly signal: string | undefined;
}

/** ngx_get_options(): the letters of one word follow each other; those with a value take the rest or the next word. */
function commandLine(words: readonly string[]): CommandLine | { readonly error: string } {
  const values = new Map<string, string>();
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (!word.startsWith('-')) return { error: `invalid option: "${word}"` };
    const letter = word[1] ?? '';
    if ('tTvVqh?'.includes(letter) && word.length === 2) values.set(letter, '');
    else if ('cgsp'.includes(letter) && letter !== '') values.set(letter, word.slice(2) || (left.shift() ?? ''));
    else return { error: `invalid option: "${letter}"` };
  }
  return {
    path: values.get('c') ?? CONFIGURATION,
    global: values.get('g') ?? '',
    test: values.has('t') || values.has('T'),
    version: values.has('v') || values.has('V'),
    signal: values.get('s'),
  };
}

/** The configuration's text, what it includes in the place of each `include`. */
function* readConfigurationFile(sys: System, path: string): Task<string> {
  let text: string;
  try {
    text = yield* readTextFile(sys, path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new ConfigurationError(`open() "${path}" failed (2: ${error.message})`);
  }
  const parts = text.split(/(?<=^|[;{}\s])include\s+([^;]+);/);
  const pieces: string[] = [];
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 0) pieces.push(part);
    else for (const file of included(sys, part)) pieces.push(yield* readConfigurationFile(sys, file));
  }
  return pieces.join('\n');
}

/** The files of `DIRECTORY/*.conf`, or the one that is named; relative to the configuration's own directory. */
function included(sys: System, pattern: string): readonly string[] {
  const path = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
  const star = path.lastIndexOf('/*');
  if (star < 0) return [path];
  try {
    const ending = path.slice(star + 2);
    const names = sys.readdir(path.slice(0, star)).filter((name) => name.endsWith(ending) && !name.startsWith('.'));
    return [...names].sort().map((name) => `${path.slice(0, star)}/${name}`);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

/** Binds each address of the configuration once; a port that is taken is tried again for two seconds. */
function* openSockets(sys: System, { servers }: Configuration): Task<Listening[]> {
  const places = new Map(
    servers.flatMap(({ listen }) => listen).map((place) => [`${place.address}:${place.port}`, place]),
  );
  for (let left = BIND_TRIES; left > 0; left--) {
    const opened: Listening[] = [];
    for (const [name, { address, port }] of places) {
      const fd = yield* listenAt(sys, address, port);
      if (fd === undefined) break;
      const behind = servers.filter(({ listen }) => listen.some((place) => `${place.address}:${place.port}` === name));
      opened.push({ fd, servers: behind });
    }
    if (opened.length === places.size) return opened;
    for (const { fd } of opened) sys.close(fd);
    yield* sys.sleep(SECOND / 2);
  }
  yield* sys.write(2, `${errorPrefix(sys, 'emerg')}still could not bind()\n`);
  return sys.exit(1);
}

function* listenAt(sys: System, address: string, port: number): Task<number | undefined> {
  const family = address === '::' ? 'inet6' : 'inet';
  const fd = sys.socket(family, 'stream');
  sys.setsockopt(fd, { reuseAddress: true, v6only: true });
  try {
    sys.bind(fd, { family, address, port });
    sys.listen(fd, 511);
    return fd;
  } catch (error) {
    if (!isErrno(error)) throw error;
    sys.close(fd);
    const number = error.code === 'EADDRINUSE' ? 98 : 99;
    const shown = family === 'inet6' ? `[${address}]` : address;
    const text = `bind() to ${shown}:${port} failed (${number}: ${error.message})`;
    yield* sys.write(2, `${errorPrefix(sys, 'emerg')}${text}\n`);
    if (error.code !== 'EADDRINUSE') return sys.exit(1);
    return undefined;
  }
}

/** The master process: keeps its workers, and passes on what it is told. */
class Master {
  readonly #sys: System;
  readonly #configuration: Configuration;
  #signal: 'SIGTERM' | 'SIGQUIT' | undefined;

  constructor(sys: System, configuration: Configuration) {
    this.#sys = sys;
    this.#configuration = configuration;
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      sys.signal(signal, () => {
        this.#signal = 'SIGTERM';
      });
    sys.signal('SIGQUIT', () => {
      this.#signal ??= 'SIGQUIT';
    });
    sys.signal('SIGWINCH', 'ignore');
    sys.signal('SIGHUP', 'ignore');
  }

  *run(listening: readonly Listening[]): Task<number> {
    const sys = this.#sys;
    sys.setTitle(`nginx: master process ${sys.argv.join(' ')}`);
    const workers = new Set<number>();
    while (workers.size < this.#configuration.workers) workers.add(startWorker(sys, listening));
    while (workers.size > 0) {
      const ended = yield* this.#wait();
      const lost = ended !== undefined && workers.delete(ended);
      if (this.#signal !== undefined) for (const pid of workers) sys.kill(pid, this.#signal);
      else if (lost) workers.add(startWorker(sys, listening));
    }
    return 0;
  }

  *#wait(): Task<number | undefined> {
    try {
      return (yield* this.#sys.waitpid(-1))?.pid;
    } catch (error) {
      if (isErrno(error, 'EINTR')) return undefined;
      throw error;
    }
  }
}

const startWorker = (sys: System, listening: readonly Listening[]): number =>
  sys.fork(function* (own) {
    return yield* new Worker(own).run(listening);
  });

function* writePid(sys: System, path: string): Task<void> {
  const fd = sys.open(path, { write: true, create: true, truncate: true }, 0o644);
  yield* sys.write(fd, `${sys.pid}\n`);
  sys.close(fd);
}

/** Opens all logs once, so that one that cannot be written stops nginx before it begins. */
function openLogs(sys: System, { servers }: Configuration): void {
  const logs = new LogFiles(sys);
  for (const { accessLog, errorLog } of servers) for (const path of [accessLog, errorLog]) if (path) logs.open(path);
}

function* signalMaster(sys: System, name: string, { pid: path }: Configuration): Task<number> {
  const signal = SIGNALS[name as keyof typeof SIGNALS];
  if (signal === undefined) {
    yield* sys.write(2, `nginx: invalid option: "-s ${name}"\n`);
    return 1;
  }
  sys.kill(Number(yield* readTextFile(sys, path)), signal);
  return 0;
}

/** nginx: a master and its workers, which serve files by HTTP as /etc/nginx/nginx.conf says. */
export function* nginx(sys: System): Task<number> {
  const options = commandLine(sys.argv.slice(1));
  if ('error' in options || options.version) {
    yield* sys.write(2, 'error' in options ? `nginx: ${options.error}\n` : `nginx version: ${VERSION}\n`);
    return 'error' in options ? 1 : 0;
  }
  const { path, global, test, signal } = options;
  try {
    const configuration = configurationOf(yield* readConfigurationFile(sys, path), path, global);
    if (signal !== undefined) return yield* signalMaster(sys, signal, configuration);
    if (test) {
      yield* sys.write(2, `nginx: the configuration file ${path} syntax is ok\n`);
      yield* sys.write(2, `nginx: configuration file ${path} test is successful\n`);
      return 0;
    }
    return yield* start(sys, configuration);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    yield* sys.write(2, `${errorPrefix(sys, 'emerg')}${error.message}\n`);
    if (test) yield* sys.write(2, `nginx: configuration file ${path} test failed\n`);
    return 1;
  }
}

function* start(sys: System, configuration: Configuration): Task<number> {
  const listening = yield* openSockets(sys, configuration);
  openLogs(sys, configuration);
  if (configuration.daemon) {
    sys.fork((own) => master(own, configuration, listening), { pgid: 0 });
    return 0;
  }
  return yield* master(sys, configuration, listening);
}

function* master(sys: System, configuration: Configuration, listening: readonly Listening[]): Task<number> {
  yield* writePid(sys, configuration.pid);
  const status = yield* new Master(sys, configuration).run(listening);
  sys.unlink(configuration.pid);
  return status;
}
