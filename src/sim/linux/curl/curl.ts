import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { Alarm } from '../alarm.ts';
import { NotSimulated, refuseError } from '../not-simulated.ts';
import { CurlFailure } from './failure.ts';
import { Meter } from './meter.ts';
import { CurlOptions, UsageError } from './options.ts';
import { type RequestSettings, requestSettings } from './request.ts';
import { newOutcome, type Outcome, type TransferSettings, Transfers } from './transfer.ts';
import { writeOut } from './write-out.ts';

const HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const CREATE = { write: true, create: true, truncate: true } as const;
const FAMILIES: Readonly<Record<string, 'inet' | 'inet6'>> = { ipv4: 'inet', ipv6: 'inet6' };

/** How long a connection may take where nothing else is asked (DEFAULT_CONNECT_TIMEOUT), in µs. */
const CONNECT_TIMEOUT = 300_000_000;

const VERSION = `curl 8.23.0 (x86_64-pc-linux-gnu) libcurl/8.23.0
Release-Date: 2026-10-14
Protocols: http
Features: UnixSockets
`;

/** Where a body goes: opened when the first byte comes, so that a failure leaves no file. */
class Output {
  readonly #sys: System;
  readonly #quiet: boolean;
  readonly file: string | undefined;
  #fd: number | undefined;

  constructor(sys: System, file: string | undefined, quiet: boolean) {
    this.#sys = sys;
    this.#quiet = quiet;
    this.file = file;
  }

  *write(data: Uint8Array): Task<void> {
    this.#fd ??= yield* this.#open(data.length);
    try {
      yield* this.#sys.write(this.#fd, data);
    } catch (error) {
      if (!isErrno(error, 'EPIPE')) throw error;
      throw new CurlFailure(23, `Failure writing output to destination, passed ${data.length} returned 0`);
    }
  }

  *#open(size: number): Task<number> {
    if (this.file === undefined) return 1;
    try {
      return this.#sys.open(this.file, CREATE, 0o666);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (!this.#quiet) yield* this.#sys.write(2, `Warning: Failed to open the file ${this.file}: ${error.message}\n`);
      throw new CurlFailure(23, `client returned ERROR on write of ${size} bytes`);
    }
  }

  close(): void {
    if (this.#fd !== undefined && this.#fd > 2) this.#sys.close(this.#fd);
  }
}

/** One run of curl. */
class Curl {
  readonly #sys: System;
  readonly #options: CurlOptions;
  readonly #request: RequestSettings;
  readonly #transfers: Transfers;
  readonly #headers: number | undefined;

  constructor(sys: System, options: CurlOptions, request: RequestSettings) {
    this.#sys = sys;
    this.#options = options;
    this.#request = request;
    this.#transfers = new Transfers(sys);
    const file = options.value('dump-header');
    this.#headers = file === undefined ? undefined : file === '-' ? 1 : sys.open(file, CREATE, 0o666);
  }

  *run(urls: readonly string[]): Task<number> {
    let status = 0;
    const files = this.#options.values('output', 'remote-name');
    for (const [i, url] of urls.entries()) {
      const [name, given] = files[i] ?? [];
      const file = name === 'remote-name' ? yield* this.#remoteName(url) : given === '-' ? undefined : given;
      status = yield* this.#one(url, file);
    }
    this.#transfers.close();
    return status;
  }

  *#remoteName(url: string): Task<string> {
    const path = url.replace(/^[a-z]+:\/\//i, '').replace(/[?#].*/, '');
    const name = path.includes('/') ? path.slice(path.lastIndexOf('/') + 1) : '';
    if (name !== '') return name;
    yield* this.#sys.write(2, 'Warning: No remote filename, uses "curl_response"\n');
    return 'curl_response';
  }

  *#one(url: string, file: string | undefined): Task<number> {
    const sys = this.#sys;
    const options = this.#options;
    const silent = options.has('silent');
    const output = new Output(sys, file, silent);
    const meter =
      silent || options.has('no-progress-meter') || (file === undefined && sys.isatty(1)) ? undefined : new Meter(sys);
    const outcome = newOutcome(url);
    outcome.file = file;
    yield* this.#timed(outcome, this.#settings(output, meter));
    yield* meter?.end(outcome.received, outcome.length) ?? nothing();
    output.close();
    if (options.has('fail-with-body') && outcome.status >= 400)
      outcome.failure ??= new CurlFailure(22, `The requested URL returned error: ${outcome.status}`);
    const { failure } = outcome;
    const format = options.value('write-out');
    if (failure && (!silent || options.has('show-error')))
      yield* sys.write(2, `curl: (${failure.status}) ${failure.message}\n`);
    if (format !== undefined) yield* writeOut(sys, format, outcome);
    return failure?.status ?? 0;
  }

  /** Fetches within --max-time, and connects within --connect-timeout. */
  *#timed(outcome: Outcome, settings: TransferSettings): Task<void> {
    const sys = this.#sys;
    const start = sys.monotonic();
    const most = this.#options.seconds('max-time', '-m');
    const connect = this.#options.seconds('connect-timeout', '--connect-timeout') ?? CONNECT_TIMEOUT;
    const alarm = new Alarm(sys);
    alarm.set(Math.min(most ?? connect, connect));
    const connected: TransferSettings = {
      ...settings,
      *say(text) {
        if (text.startsWith('using HTTP')) {
          if (most === undefined) alarm.clear();
          else alarm.set(Math.max(0, start + most - sys.monotonic()));
        }
        yield* settings.say(text);
      },
    };
    try {
      yield* this.#transfers.fetch(connected, outcome);
    } catch (error) {
      outcome.failure = error instanceof CurlFailure ? error : this.#timeOut(error, alarm, outcome, start);
      if (outcome.failure.status === 28) yield* settings.say(outcome.failure.message);
      if (outcome.failure.status !== 3) yield* settings.say('closing connection #0');
    } finally {
      alarm.clear();
    }
    outcome.times.total = sys.monotonic() - start;
  }

  #timeOut(error: unknown, alarm: Alarm, outcome: Outcome, start: number): CurlFailure {
    if (!isErrno(error)) throw error;
    if (!alarm.rang) return new CurlFailure(56, `Recv failure: ${error.message}`);
    const after = `timed out after ${Math.floor((this.#sys.monotonic() - start) / 1000)} milliseconds`;
    if (outcome.connects === 0) return new CurlFailure(28, `Connection ${after}`);
    const of = outcome.length === undefined ? '' : ` out of ${outcome.length}`;
    return new CurlFailure(28, `Operation ${after} with ${outcome.received}${of} bytes received`);
  }

  #settings(output: Output, meter: Meter | undefined): TransferSettings {
    const options = this.#options;
    const headersToo = options.has('include') || options.has('show-headers') || options.has('head');
    const dumped = this.#headers;
    const sys = this.#sys;
    return {
      request: this.#request,
      follow: options.has('location'),
      failOnError: options.has('fail'),
      steer: steering(options),
      asIs: options.has('path-as-is'),
      unixSocket: options.value('unix-socket'),
      family: FAMILIES[options.values('ipv4', 'ipv6').at(-1)?.[0] ?? ''],
      ...this.#verbose(output.file !== undefined || !sys.isatty(1)),
      *header(bytes) {
        if (headersToo) yield* output.write(bytes);
        if (dumped !== undefined) yield* sys.write(dumped, bytes);
      },
      body: (bytes) => output.write(bytes),
      meter,
    };
  }

  #verbose(dataHidden: boolean): Pick<TransferSettings, 'say' | 'show' | 'dataShown'> {
    const sys = this.#sys;
    if (!this.#options.has('verbose')) return { say: nothing, show: nothing, dataShown: nothing };
    return {
      *say(text) {
        yield* sys.write(2, `* ${text}\n`);
      },
      *show(mark, line) {
        yield* sys.write(2, `${mark} ${line}\r\n`);
      },
      *dataShown(mark, bytes) {
        if (dataHidden) yield* sys.write(2, `${mark} [${bytes} bytes data]\n`);
      },
    };
  }
}

/** --connect-to, and --resolve, whose address stands for a name on one port. */
function steering(options: CurlOptions): TransferSettings['steer'] {
  const places = options.values('connect-to', 'resolve').map(([name, value]) => {
    const [host = '', port = '', to = '', toPort = ''] = value.split(/:(?![^[]*\])/);
    return { host, port, to, toPort: name === 'resolve' ? '' : toPort };
  });
  return (host, port) => {
    const found = places.find(
      (place) => (place.host === '' || place.host === host) && (place.port === '' || place.port === String(port)),
    );
    return { host: found?.to || host, port: Number(found?.toPort || port) };
  };
}

function* nothing(): Task<void> {}

/** curl, for HTTP over TCP and Unix sockets (curl 8.23, src/tool_operate.c). */
export function* curl(sys: System): Task<number> {
  sys.signal('SIGPIPE', 'ignore');
  try {
    const options = new CurlOptions(sys.argv.slice(1));
    if (options.has('version') || options.has('help')) return yield* about(sys, options.has('version'));
    const urls = options.values('url').map(([, url]) => url);
    if (urls.length === 0) return yield* usage(sys, sys.argv.length > 1 ? 'curl: (2) no URL specified\n' : '');
    for (const name of ['max-time', 'connect-timeout']) options.seconds(name, name === 'max-time' ? '-m' : `--${name}`);
    return yield* new Curl(sys, options, yield* requestSettings(sys, options)).run(urls);
  } catch (error) {
    if (error instanceof NotSimulated) return yield* refuseError(sys, error);
    if (error instanceof UsageError) return yield* usage(sys, `curl: ${error.message}\n`);
    throw error;
  }
}

function* about(sys: System, version: boolean): Task<number> {
  if (!version) throw new NotSimulated('curl --help');
  yield* sys.write(1, VERSION);
  return 0;
}

function* usage(sys: System, complaint: string): Task<number> {
  yield* sys.write(2, complaint + HINT);
  return 2;
}
