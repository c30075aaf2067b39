import { NotSimulated } from '../not-simulated.ts';

/** Long name → the letter that it is also called by (or none), and `:` where it takes an argument. */
const OPTIONS: Readonly<Record<string, string>> = {
  'connect-timeout': ':',
  data: 'd:',
  'data-ascii': ':',
  'data-binary': ':',
  'data-raw': ':',
  'dump-header': 'D:',
  fail: 'f',
  get: 'G',
  globoff: 'g',
  head: 'I',
  header: 'H:',
  help: 'h',
  'http1.0': '0',
  'http1.1': '',
  include: 'i',
  insecure: 'k',
  ipv4: '4',
  ipv6: '6',
  json: ':',
  location: 'L',
  'max-time': 'm:',
  'no-buffer': 'N',
  'no-progress-meter': '',
  output: 'o:',
  'path-as-is': '',
  range: 'r:',
  resolve: ':',
  'connect-to': ':',
  cookie: 'b:',
  'fail-with-body': '',
  noproxy: ':',
  referer: 'e:',
  'remote-name': 'O',
  request: 'X:',
  'show-error': 'S',
  silent: 's',
  'show-headers': '',
  'unix-socket': ':',
  'upload-file': 'T:',
  url: ':',
  user: 'u:',
  'user-agent': 'A:',
  verbose: 'v',
  version: 'V',
  'write-out': 'w:',
};

/** Other real options, which the simulation lacks. */
const LACKING = new Map(
  Object.entries({
    ...{
      a: 'append',
      c: 'cookie-jar:',
      C: 'continue-at:',
      E: 'cert:',
      F: 'form:',
      J: 'remote-header-name',
    },
    ...{ K: 'config:', l: 'list-only', M: 'manual', n: 'netrc', p: 'proxytunnel', P: 'ftp-port:', q: 'disable' },
    ...{ Q: 'quote:', R: 'remote-time', t: 'telnet-option:', U: 'proxy-user:', x: 'proxy:', y: 'speed-time:' },
    ...{
      Y: 'speed-limit:',
      z: 'time-cond:',
      Z: 'parallel',
      '2': 'sslv2',
      '3': 'sslv3',
      '#': 'progress-bar',
    },
  }),
);
const LACKING_LONG = new Set([
  ...[...LACKING.values()].map((name) => name.replace(':', '')),
  ...['cacert', 'compressed', 'data-urlencode', 'interface', 'limit-rate', 'local-port', 'max-redirs'],
  ...['http2', 'http3', 'keepalive-time', 'no-keepalive', 'parallel-max', 'retry', 'tcp-nodelay'],
  ...[
    'retry-delay',
    'retry-connrefused',
    'retry-max-time',
    'stderr',
    'trace',
    'trace-ascii',
    'trace-time',
    'create-dirs',
  ],
  ...[
    'output-dir',
    'proto',
    'tlsv1.2',
    'tlsv1.3',
    'url-query',
    'variable',
    'location-trusted',
    'form-string',
    'post302',
  ],
]);

const LETTERS = new Map(
  Object.entries(OPTIONS).flatMap(([name, marks]) =>
    /^[^:]/.test(marks) ? [[marks[0] as string, name] as const] : [],
  ),
);

/** A command line that curl does not take. */
export class UsageError extends Error {}

/** The options by their long names, in the order they came; `url` is what stands without an option too. */
export class CurlOptions {
  readonly #given: (readonly [name: string, value: string])[] = [];

  /** Throws {@link UsageError}, and {@link NotSimulated} for real options that are lacking here. */
  constructor(words: readonly string[]) {
    const left = [...words];
    for (let word = left.shift(); word !== undefined; word = left.shift()) {
      if (word === '--') this.#given.push(...left.splice(0).map((url) => ['url', url] as const));
      else if (word.startsWith('--')) this.#long(word.slice(2), left);
      else if (word.length > 1 && word.startsWith('-')) this.#letters(word.slice(1), left);
      else this.#given.push(['url', word]);
    }
  }

  #long(name: string, left: string[]): void {
    const marks = OPTIONS[name];
    if (LACKING_LONG.has(name)) throw new NotSimulated(`curl --${name}`);
    if (name.startsWith('no-') && marks === undefined && OPTIONS[name.slice(3)] !== undefined) {
      this.#given.push([name, '']);
      return;
    }
    if (marks === undefined) throw new UsageError(`option --${name}: is unknown`);
    this.#given.push([name, marks.endsWith(':') ? argument(`--${name}`, left.shift()) : '']);
  }

  #letters(letters: string, left: string[]): void {
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i] as string;
      const name = LETTERS.get(letter);
      if (LACKING.has(letter)) throw new NotSimulated(`curl -${letter}`);
      if (name === undefined) throw new UsageError(`option -${letters}: is unknown`);
      if (!OPTIONS[name]?.endsWith(':')) {
        this.#given.push([name, '']);
        continue;
      }
      this.#given.push([name, argument(`-${letter}`, letters.slice(i + 1) || left.shift())]);
      return;
    }
  }

  has(name: string): boolean {
    const last = this.#given.findLast(([given]) => given === name || given === `no-${name}`);
    return last?.[0] === name;
  }

  values(...names: readonly string[]): readonly (readonly [name: string, value: string])[] {
    return this.#given.filter(([name]) => names.includes(name));
  }

  value(name: string): string | undefined {
    return this.values(name).at(-1)?.[1];
  }

  /** A number of seconds in µs; undefined where it was not given, or 0. */
  seconds(name: string, shown: string): number | undefined {
    const text = this.value(name);
    if (text === undefined) return undefined;
    if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`option ${shown}: expected a proper numerical parameter`);
    return Math.round(Number(text) * 1_000_000) || undefined;
  }
}

function argument(option: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`option ${option}: requires parameter`);
  return value;
}
