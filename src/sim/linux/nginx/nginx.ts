import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { readTextFile } from '../read-file.ts';
import { type Configuration, configurationOf } from './configuration.ts';
import { ConfigurationError } from './directive.ts';
import { errorPrefix, LogFiles } from './log.ts';
import { Master } from './master.ts';
import { VERSION } from './page.ts';
import { openSockets } from './sockets.ts';

const CONFIGURATION = '/etc/nginx/nginx.conf';
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
  const read = function* (own: System): Task<Configuration> {
    return configurationOf(yield* readConfigurationFile(own, path), path, global);
  };
  try {
    const configuration = yield* read(sys);
    if (signal !== undefined) return yield* signalMaster(sys, signal, configuration);
    if (!test) return yield* start(sys, configuration, read);
    yield* sys.write(2, `nginx: the configuration file ${path} syntax is ok\n`);
    yield* sys.write(2, `nginx: configuration file ${path} test is successful\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    yield* sys.write(2, `${errorPrefix(sys, 'emerg')}${error.message}\n`);
    if (test) yield* sys.write(2, `nginx: configuration file ${path} test failed\n`);
    return 1;
  }
}

type ReadConfiguration = (sys: System) => Task<Configuration>;

function* start(sys: System, configuration: Configuration, read: ReadConfiguration): Task<number> {
  const listening = yield* openSockets(sys, configuration);
  if (listening === undefined) return 1;
  openLogs(sys, configuration);
  const master = function* (own: System): Task<number> {
    yield* writePid(own, configuration.pid);
    const status = yield* new Master(own, () => read(own), configuration, listening).run();
    own.unlink(configuration.pid);
    return status;
  };
  if (!configuration.daemon) return yield* master(sys);
  sys.fork(master, { pgid: 0 });
  return 0;
}
