import { SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { viewOf } from '../../kernel/wire/bytes.ts';
import { parseIcmp } from '../../kernel/wire/icmp.ts';
import { PROTOCOL_UDP, parseIpv4Packet, parseQuotedIpv4 } from '../../kernel/wire/ipv4.ts';
import { type Call, Failure } from '../call.ts';
import { echoRequest } from '../icmp-echo.ts';
import { NotSimulated } from '../not-simulated.ts';
import { lookUpAddress, lookUpHost } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';
import { applet } from './applet.ts';
import { wholeNumber } from './number.ts';

/** Bytes of the IP and UDP (or ICMP) headers, and the least that a probe has (networking/traceroute.c). */
const HEADERS = 28;
const LEAST_PACKET = 46;
/** The port that is asked for the source address with. */
const ASKED_PORT = 1025;

interface Settings {
  readonly address: string;
  readonly first: number;
  readonly most: number;
  readonly probes: number;
  readonly port: number;
  /** µs. */
  readonly patience: number;
  readonly pause: number;
  readonly size: number;
}

/** What came back for a probe. */
interface Answer {
  readonly from: string;
  /** The TTL that it arrived with, and the bytes of its ICMP message. */
  readonly ttl: number;
  readonly bytes: number;
  /** µs. */
  readonly took: number;
  readonly to: string;
  /** `hop`: its TTL ran out there; `there`: it arrived; else why it could not be delivered. */
  readonly kind: 'hop' | 'there' | `!${string}`;
}

const UNREACHABLE: readonly Answer['kind'][] = [
  '!N',
  '!H',
  '!P',
  'there',
  '!F',
  '!S',
  '!U',
  '!W',
  '!I',
  '!A',
  '!C',
  '!T',
  '!U',
];

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
      const back = this.#call.options.has('l') ? ` (${answer.ttl})` : '';
      yield* this.#call.print(`  ${(answer.took / 1000).toFixed(3)} ms${back}${ends}`);
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

  *#probe(ttl: number): Task<Answer | undefined> {
    const { patience } = this.#settings;
    const sent = this.#sys.monotonic();
    const sequence = ++this.#sequence;
    yield* this.#send(ttl, sequence);
    for (;;) {
      const left = sent + patience - this.#sys.monotonic();
      const came = left > 0 ? yield* this.#sys.recvfrom(this.#icmp, left) : undefined;
      if (came === undefined) return undefined;
      const answer = this.#parse(came.data, sequence);
      if (answer !== undefined) return { ...answer, took: this.#sys.monotonic() - sent };
    }
  }

  /** What the kernel will not send is as good as lost. */
  *#send(ttl: number, sequence: number): Task<void> {
    const { address, port, size } = this.#settings;
    const byIcmp = this.#call.options.has('I');
    const data = new Uint8Array(size - HEADERS);
    const message = byIcmp ? echoRequest(this.#id, sequence, data) : data;
    this.#sys.setsockopt(this.#sender, { ttl });
    try {
      yield* this.#sys.sendto(this.#sender, message, { family: 'inet', address, port: byIcmp ? 0 : port + sequence });
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  #parse(packet: Uint8Array, sequence: number): Omit<Answer, 'took'> | undefined {
    const ip = parseIpv4Packet(packet);
    const icmp = ip && parseIcmp(ip.payload);
    if (ip === undefined || icmp === undefined) return undefined;
    const answer = { from: ip.source, ttl: ip.ttl, bytes: ip.payload.length, to: ip.destination };
    if ('data' in icmp)
      return icmp.type === 'echo-reply' &&
        this.#call.options.has('I') &&
        icmp.id === this.#id &&
        icmp.sequence === sequence
        ? { ...answer, kind: 'there' }
        : undefined;
    const quoted = parseQuotedIpv4(icmp.original);
    if (quoted === undefined || !this.#isOurs(quoted.protocol, quoted.payload, sequence)) return undefined;
    if (icmp.type === 'time-exceeded') return { ...answer, kind: 'hop' };
    return icmp.type === 'destination-unreachable'
      ? { ...answer, kind: UNREACHABLE[icmp.code] ?? `!<${icmp.code}>` }
      : undefined;
  }

  #isOurs(protocol: number, payload: Uint8Array, sequence: number): boolean {
    if (payload.length < 8) return false;
    const view = viewOf(payload);
    if (this.#call.options.has('I')) return view.getUint16(4) === this.#id && view.getUint16(6) === (sequence & 0xffff);
    return (
      protocol === PROTOCOL_UDP &&
      view.getUint16(0) === this.#id &&
      view.getUint16(2) === this.#settings.port + sequence
    );
  }
}

function settingsOf({ options, operands }: Call, address: string): Settings {
  const number = (key: string, fallback: number, low: number, high: number): number => {
    const text = options.value(key);
    return text === undefined ? fallback : wholeNumber(text, low, high);
  };
  const most = number('m', 30, 1, 255);
  const [, bytes] = operands;
  return {
    address,
    most,
    first: number('f', 1, 1, most),
    probes: number('q', 3, 1, 2_147_483_647),
    port: number('p', 33_434, 1, 65_535 - most),
    patience: number('w', 3, 1, 86_400) * SECOND,
    pause: number('z', 0, 0, 3_600_000) * 1000,
    size: bytes === undefined ? LEAST_PACKET : wholeNumber(bytes, LEAST_PACKET, 32_768),
  };
}

/** Opens the sockets; the source address is that of the route, asked for by a socket that is only connected. */
function* openSockets(call: Call, address: string): Task<{ icmp: number; sender: number }> {
  const { sys, options } = call;
  const icmp = orDie('socket(AF_INET,3,1)', () => sys.socket('inet', 'raw', 1));
  const sender = options.has('I') ? sys.socket('inet', 'raw', 1) : sys.socket('inet', 'dgram');
  const device = options.value('i');
  if (device !== undefined) orDie(`can't bind to interface ${device}`, () => sys.setsockopt(sender, { device }));
  const source = options.value('s') ?? (yield* sourceFor(call, address));
  const port = options.has('I') ? 0 : identityOf(call);
  orDie("can't set multicast source interface", () => sys.bind(sender, { family: 'inet', address: source, port }));
  return { icmp, sender };
}

function* sourceFor({ sys, options }: Call, address: string): Task<string> {
  const asking = sys.socket('inet', 'dgram');
  try {
    if (options.has('i')) sys.setsockopt(asking, { device: options.value('i') ?? '' });
    yield* sys.connect(asking, { family: 'inet', address, port: ASKED_PORT });
  } catch (error) {
    throw isErrno(error) ? new Failure(`can't connect to remote host (${address}): ${error.message}`) : error;
  }
  const local = sys.getsockname(asking);
  sys.close(asking);
  return local.family === 'inet' ? local.address : '0.0.0.0';
}

/** traceroute: the routers on the way to a host. */
export const traceroute = applet({
  short: '46FIlnrvf:m:p:q:s:t:w:z:i:g:',
  lacks: ['r', 't', 'g', '6'],
  operands: [1, 2],
  *run(call) {
    const [host = ''] = call.operands;
    const settings = settingsOf(call, '');
    const found = yield* lookUpHost(call.sys, host, call.options.has('4') ? 'inet' : undefined);
    const [target] = typeof found === 'string' ? [] : found.addresses;
    if (target === undefined) throw new Failure(`bad address '${host}'`);
    if (target.family === 'inet6') throw new NotSimulated(`traceroute ${host} (IPv6)`);
    const { address } = target;
    const sockets = yield* openSockets(call, address);
    const source = call.options.value('s');
    const from = source === undefined ? '' : ` from ${source}`;
    yield* call.print(
      `traceroute to ${host} (${address})${from}, ${settings.most} hops max, ${settings.size} byte packets\n`,
    );
    return yield* new Tracer(call, { ...settings, address }, sockets).run();
  },
});
