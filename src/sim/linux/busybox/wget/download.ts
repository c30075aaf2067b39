import { Reader } from '../../../http/reader.ts';
import type { Task } from '../../../kernel/task.ts';
import { type Call, Failure } from '../../call.ts';
import { NotSimulated } from '../../not-simulated.ts';
import { hostText } from '../../resolver/host.ts';
import { orDie } from '../../system-call.ts';
import { resolve } from '../stream.ts';
import { connectWithin, PatientSource } from './connection.ts';
import { Progress } from './progress.ts';
import { type ResponseHead, readHead, trimmedLine } from './response.ts';
import type { Settings } from './settings.ts';
import { fileNameOf, parseUrl, type Url } from './url.ts';

const MOST_REDIRECTIONS = 16;

/** The request as BusyBox writes it: given headers stand in for its own. */
function requestFor({ host, path, user }: Url, begin: number, settings: Settings): string {
  const { headers, post, agent } = settings;
  const given = (name: string): boolean => headers.some((header) => header.toLowerCase().startsWith(`${name}:`));
  const lines = [`${post === undefined ? 'GET' : 'POST'} /${path} HTTP/1.1`];
  if (!given('host')) lines.push(`Host: ${host}`);
  if (!given('user-agent')) lines.push(`User-Agent: ${agent}`);
  lines.push('Connection: close');
  if (user !== undefined && !given('authorization')) lines.push(`Authorization: Basic ${btoa(user)}`);
  if (begin > 0 && !given('range')) lines.push(`Range: bytes=${begin}-`);
  lines.push(...headers);
  if (post === undefined) return [...lines, '', ''].join('\r\n');
  if (!given('content-type')) lines.push('Content-Type: application/x-www-form-urlencoded');
  return [...lines, `Content-Length: ${new TextEncoder().encode(post).length}`, '', post].join('\r\n');
}

/** One URL on its way into a file (networking/wget.c, download_one_url). */
export class Download {
  readonly #call: Call;
  readonly #settings: Settings;
  readonly #name: string;
  #url: Url;
  #begin = 0;
  #output: number | undefined;
  #transferred = 0;

  constructor(call: Call, settings: Settings, url: string) {
    this.#call = call;
    this.#settings = settings;
    this.#url = parseUrl(url);
    const { output, directory } = settings;
    const own = fileNameOf(this.#url);
    this.#name = output ?? (directory === undefined ? own : `${directory.replace(/\/$/, '')}/${own}`);
    if (settings.output === '-') this.#output = 1;
    else if (settings.resume) this.#resume();
  }

  /** -c: what is there already is not asked for again. */
  #resume(): void {
    const { sys } = this.#call;
    try {
      this.#output = sys.open(this.#name, { write: true, append: true });
      this.#begin = sys.fstat(this.#output).size;
    } catch {
      this.#output = undefined;
    }
  }

  *#say(text: string): Task<void> {
    if (!this.#settings.quiet) yield* this.#call.sys.write(2, text);
  }

  *run(): Task<void> {
    const { sys } = this.#call;
    for (let left = MOST_REDIRECTIONS; left > 0; left--) {
      const to = yield* resolve(sys, this.#url.host, this.#url.port);
      const shown = to.family === 'inet' ? to.address : `[${hostText(to)}]`;
      yield* this.#say(`Connecting to ${this.#url.host} (${shown}:${to.port})\n`);
      const fd = yield* connectWithin(sys, to, this.#settings.timeout);
      if (this.#url.scheme !== 'http') throw new NotSimulated(`wget ${this.#url.scheme}://`);
      const next = yield* this.#exchange(fd);
      sys.close(fd);
      if (next === undefined) return;
      this.#url = next.startsWith('/') ? { ...this.#url, path: next.slice(1) } : parseUrl(next);
    }
    throw new Failure('too many redirections');
  }

  /** Asks, and takes what comes; where to go on, after a redirection. */
  *#exchange(fd: number): Task<string | undefined> {
    const { sys } = this.#call;
    yield* sys.write(fd, requestFor(this.#url, this.#begin, this.#settings));
    const source = new PatientSource(sys, fd, this.#settings.timeout);
    const reader = new Reader(source);
    const { verbose } = this.#settings;
    const head = yield* readHead(reader, function* (line) {
      if (verbose) yield* sys.write(2, `  ${line}\n`);
    });
    if (head.status >= 300 && head.location !== undefined) return head.location;
    if (head.status === 206 && this.#begin === 0) throw new Failure(`server returned error: ${head.line}`);
    if (head.status !== 206) this.#restart();
    if (this.#settings.spider) yield* this.#say('remote file exists\n');
    else yield* this.#retrieve(source, reader, head);
    return undefined;
  }

  #restart(): void {
    if (this.#begin === 0) return;
    this.#call.sys.close(this.#output as number);
    this.#output = this.#create();
    this.#begin = 0;
  }

  /** -O may write over a file, wget's own choice of a name may not. */
  #create(): number {
    const exclusive = this.#settings.output === undefined && !this.#settings.resume;
    const flags = { write: true, create: true, truncate: true, exclusive };
    return orDie(`can't open '${this.#name}'`, () => this.#call.sys.open(this.#name, flags, 0o666));
  }

  *#retrieve(source: PatientSource, reader: Reader, head: ResponseHead): Task<void> {
    const { sys } = this.#call;
    this.#output ??= this.#create();
    yield* this.#say(this.#output === 1 ? 'writing to stdout\n' : `saving to '${this.#name}'\n`);
    const progress = new Progress(sys, this.#name.slice(this.#name.lastIndexOf('/') + 1));
    const total = head.length === undefined || head.chunked ? 0 : this.#begin + head.length;
    const update = (whole: number) => this.#update(progress, whole);
    source.idle = () => update(total);
    try {
      if (head.chunked) yield* this.#chunks(reader, () => update(0));
      else yield* this.#copy(reader, head.length ?? Number.POSITIVE_INFINITY, () => update(total));
    } finally {
      source.idle = function* () {};
    }
    const missing = head.length === undefined || head.chunked ? 0 : head.length - this.#transferred;
    yield* update(this.#begin + this.#transferred + missing);
    if (!this.#settings.quiet) yield* progress.end();
    if (missing > 0) throw new Failure('connection closed prematurely');
    if (this.#output !== 1) sys.close(this.#output);
    yield* this.#say(this.#output === 1 ? 'written to stdout\n' : `'${this.#name}' saved\n`);
  }

  *#update(progress: Progress, total: number): Task<void> {
    if (!this.#settings.quiet) yield* progress.update(this.#begin, this.#transferred, total);
  }

  *#copy(reader: Reader, count: number, bump: () => Task<void>): Task<void> {
    for (let left = count; left > 0; ) {
      const data = yield* reader.read(left);
      if (data.length === 0) return;
      yield* this.#call.sys.write(this.#output as number, data);
      this.#transferred += data.length;
      left -= data.length;
      if (left > 0) yield* bump();
    }
  }

  *#chunks(reader: Reader, bump: () => Task<void>): Task<void> {
    for (;;) {
      const line = yield* trimmedLine(reader);
      const size = Number.parseInt(line, 16);
      if (Number.isNaN(size)) throw new Failure(`bad chunk length '${line}'`);
      if (size === 0) return;
      yield* this.#copy(reader, size, bump);
      yield* trimmedLine(reader);
    }
  }
}
