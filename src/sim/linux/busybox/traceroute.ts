import { SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { Datagram } from '../../kernel/socket.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { echoesOf } from '../icmp-echo.ts';
import { type HostAddress, hostText, lookUpAddress, lookUpHost, numericAddress } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';
import { applet } from './applet.ts';
import { wholeNumber } from './number.ts';
import { connectFailure } from './stream.ts';
import { type Answer, answer6Of, answerOf, type Probe } from './traceroute-answer.ts';

/** Bytes of the IP and UDP (or ICMP) headers, and the least that a probe has (networking/traceroute.c). */
const HEADERS = { inet: 28, inet6: 48 };
const LEAST_PACKET = { inet: 46, inet6: 72 };
/** The port that is asked for the source address with. */
const ASKED_PORT = 1025;

interface Settings {
  readonly target: HostAddress;
  readonly first: number;
  readonly most: number;
  readonly probes: number;
  readonly port: number;
  /** µs. */
  readonly patience: number;
  readonly pause: number;
  readonly size: number;
}

/** The source port of its probes, or their ICMP id: what tells them from those of others. */
const identityOf = ({ sys }: Call): number => (sys.pid & 0xffff) | 0x8000;

/** A walk along the route: probes whose TTL is one more at each hop. */
class Tracer {
  readonly #call: Call;
  readonly #settings: Settings;
  readonly #sys: System;
  readonly #icmp: number;
  readonly #sender: number;
  readonly #id: number;
  #sequence = 0;

  constructor(call: Call, settings: Settings, sockets: { icmp: number; sender: number }) {
    this.#call = call;
    this.#sys = call.sys;
    this.#settings = settings;
    this.#icmp = sockets.icmp;
    this.#sender = sockets.sender;
    this.#id = identityOf(call);
  }

  *run(): Task<number> {
    const { first, most, probes } = this.#settings;
    for (let ttl = first; ttl <= most; ttl++) {
      const { there, unreachable } = yield* this.#hop(ttl);
      yield* this.#call.print('\n');
      if (there || (unreachable > 0 && unreachable >= probes - 1)) break;
    }
    return 0;
  }

  *#hop(ttl: number): Task<{ there: boolean; unreachable: number }> {
    const { probes, pause } = this.#settings;
    let [there, unreachable, last] = [false, 0, ''];
    yield* this.#call.print(String(ttl).padStart(2));
    for (let probe = 0; probe < probes; probe++) {
      if (probe > 0 && pause > 0) yield* this.#sys.sleep(pause);
      const answer = yield* this.#probe(ttl);
      if (answer === undefined) {
        yield* this.#call.print('  *');
        continue;
      }
      if (answer.from !== last) yield* this.#printSource(answer);
      last = answer.from;
      const ends =
        answer.kind === 'there' ? (answer.ttl <= 1 ? ' !' : '') : answer.kind === 'hop' ? '' : ` ${answer.kind}`;
      yield* this.#call.print(`  ${(answer.took / 1000).toFixed(3)} ms${ends}`);
      there ||= answer.kind === 'there' || answer.kind === '!P';
      if (answer.kind.startsWith('!') && answer.kind !== '!P') unreachable++;
    }
    return { there, unreachable };
  }

  *#printSource({ from, bytes, to }: Answer): Task<void> {
    const { options } = this.#call;
    const name = options.has('n') ? undefined : ((yield* lookUpAddress(this.#sys, from)) ?? from);
    const verbose = options.has('v') ? ` ${bytes} bytes to ${to}` : '';
    yield* this.#call.print(`  ${name === undefined ? from : `${name} (${from})`}${verbose}`);
  }

  *#probe(ttl: number): Task<(Answer & { readonly took: number }) | undefined> {
    const { patience } = this.#settings;
    const sent = this.#sys.monotonic();
    const sequence = ++this.#sequence;
    yield* this.#send(ttl, sequence);
    for (;;) {
      const left = sent + patience - this.#sys.monotonic();
      const came = left > 0 ? yield* this.#sys.recvfrom(this.#icmp, left) : undefined;
      if (came === undefined) return undefined;
      const answer = this.#read(came, sequence);
      if (answer !== undefined) return { ...answer, took: this.#sys.monotonic() - sent };
    }
  }

  /** Where a probe goes; undefined where it is an echo request, which those of IPv6 never are. */
  #portOf(sequence: number): number | undefined {
    return byIcmp(this.#call, this.#settings.target) ? undefined : this.#settings.port + sequence;
  }

  #read(came: Datagram, sequence: number): Answer | undefined {
    const probe: Probe = { id: this.#id, sequence, port: this.#portOf(sequence) };
    return this.#settings.target.family === 'inet' ? answerOf(came, probe) : answer6Of(came, probe);
  }

  /** What the kernel will not send is as good as lost. */
  *#send(ttl: number, sequence: number): Task<void> {
    const { target, size } = this.#settings;
    const data = new Uint8Array(size - HEADERS[target.family]);
    const port = this.#portOf(sequence);
    const message = port === undefined ? echoesOf('inet').request(this.#id, sequence, data) : data;
    this.#sys.setsockopt(this.#sender, { ttl });
    try {
      yield* this.#sys.sendto(this.#sender, message, { ...target, port: port ?? 0 });
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
}

function settingsOf({ options, operands }: Call, target: HostAddress): Settings {
  const number = (key: string, fallback: number, low: number, high: number): number => {
    const text = options.value(key);
    return text === undefined ? fallback : wholeNumber(text, low, high);
  };
  const most = number('m', 30, 1, 255);
  const [, bytes] = operands;
  const least = LEAST_PACKET[target.family];
  return {
    target,
    most,
    first: number('f', 1, 1, most),
    probes: number('q', 3, 1, 2_147_483_647),
    port: number('p', 33_434, 1, 65_535 - most),
    patience: number('w', 3, 1, 86_400) * SECOND,
    pause: number('z', 0, 0, 3_600_000) * 1000,
    size: bytes === undefined ? least : wholeNumber(bytes, least, 32_768),
  };
}

const byIcmp = ({ options }: Call, { family }: HostAddress): boolean => family === 'inet' && options.has('I');

/** Opens the sockets; the source address is that of the route, asked for by a socket that is only connected. */
function* openSockets(call: Call, target: HostAddress): Task<{ icmp: number; sender: number }> {
  const { sys, options } = call;
  const { family } = target;
  const icmp = orDie('socket', () => sys.socket(family, 'raw', echoesOf(family).protocol));
  const sender = byIcmp(call, target) ? sys.socket('inet', 'raw', 1) : sys.socket(family, 'dgram');
  sys.setsockopt(sender, { dontRoute: options.has('r') });
  const device = options.value('i');
  if (device !== undefined) orDie(`can't bind to interface ${device}`, () => sys.setsockopt(sender, { device }));
  const source = options.value('s') ?? (yield* sourceFor(call, target));
  const port = byIcmp(call, target) ? 0 : identityOf(call);
  const from = numericAddress(source) ?? { family, address: source };
  try {
    sys.bind(sender, { ...from, port });
  } catch (error) {
    throw isErrno(error) ? new Failure("can't set multicast source interface") : error;
  }
  return { icmp, sender };
}

function* sourceFor({ sys, options }: Call, target: HostAddress): Task<string> {
  const asking = sys.socket(target.family, 'dgram');
  try {
    sys.setsockopt(asking, { device: options.value('i') ?? '', dontRoute: options.has('r') });
    yield* sys.connect(asking, { ...target, port: ASKED_PORT });
  } catch (error) {
    throw isErrno(error) ? new Failure(`${connectFailure(target)}: ${error.message}`) : error;
  }
  const local = sys.getsockname(asking);
  sys.close(asking);
  return local.family === 'unix' ? '0.0.0.0' : local.address;
}

const FAMILIES = { '4': 'inet', '6': 'inet6' } as const;

function* run(call: Call, family: HostAddress['family'] | undefined): Task<number> {
  const [host = ''] = call.operands;
  const found = yield* lookUpHost(call.sys, host, family);
  const [target] = typeof found === 'string' ? [] : found.addresses;
  const settings = settingsOf(call, target ?? { family: family ?? 'inet', address: '' });
  if (target === undefined) throw new Failure(`bad address '${host}'`);
  const sockets = yield* openSockets(call, target);
  const source = call.options.value('s');
  const from = source === undefined ? '' : ` from ${source}`;
  yield* call.print(
    `traceroute to ${host} (${hostText(target)})${from}, ${settings.most} hops max, ${settings.size} byte packets\n`,
  );
  return yield* new Tracer(call, settings, sockets).run();
}

const COMMON = { short: '46FIlnrvf:m:p:q:s:t:w:z:i:g:', lacks: ['t', 'g'], operands: [1, 2] } as const;

/** traceroute: the routers on the way to a host. */
export const traceroute = applet({
  ...COMMON,
  run: (call) => run(call, FAMILIES[call.options.last('4', '6') as '4' | '6']),
});

/** traceroute6: the same over IPv6. */
export const traceroute6 = applet({ ...COMMON, run: (call) => run(call, 'inet6') });
