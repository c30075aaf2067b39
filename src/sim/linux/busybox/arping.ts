import { SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { PacketAddress } from '../../kernel/socket.ts';
import type { Program } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { BROADCAST_MAC } from '../../kernel/wire/address.ts';
import { type ArpPacket, emitArp, parseArp } from '../../kernel/wire/arp.ts';
import { ETHERTYPE_ARP } from '../../kernel/wire/ethernet.ts';
import { type Call, Failure } from '../call.ts';
import { inetAton } from '../inet-aton.ts';
import { lookUpHost } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';
import { applet } from './applet.ts';
import { wholeNumber } from './number.ts';

const MISTAKE = 2;
const ANY = '0.0.0.0';
const ASKED_PORT = 1025;
/** Alarms come each second; one that comes sooner sends nothing. */
const LEAST_PAUSE = SECOND / 2;

interface Settings {
  readonly device: string;
  readonly mac: string;
  readonly source: string;
  readonly target: string;
  /** How many requests; undefined: until it is interrupted. */
  readonly count: number | undefined;
  /** µs from the first request on. */
  readonly patience: number | undefined;
  readonly detect: boolean;
  readonly answer: boolean;
  readonly unsolicited: boolean;
}

/** One run over a packet socket for ARP, in the words and the order of networking/arping.c. */
class Arping {
  readonly #call: Call;
  readonly #settings: Settings;
  readonly #socket: number;
  #destination = BROADCAST_MAC;
  #left: number | undefined;
  #started: number;
  #last: number | undefined;
  #sent = 0;
  #sentToAll = 0;
  #received = 0;
  #receivedByAll = 0;
  #requests = 0;
  #over = false;
  #unicasting: boolean;

  constructor(call: Call, settings: Settings, socket: number) {
    this.#call = call;
    this.#settings = settings;
    this.#socket = socket;
    this.#left = settings.count;
    this.#started = call.sys.monotonic();
    // The bit that says so is that of -c.
    this.#unicasting = settings.count !== undefined;
    call.sys.signal('SIGINT', () => {
      this.#over = true;
    });
  }

  *run(): Task<number> {
    const { sys } = this.#call;
    for (let alarm = this.#started; !this.#over; alarm = sys.monotonic()) {
      yield* this.#tick();
      while (!this.#over && sys.monotonic() < alarm + SECOND) yield* this.#listen(alarm + SECOND - sys.monotonic());
    }
    return yield* this.#finish();
  }

  /** catcher(): ends, or sends once more. */
  *#tick(): Task<void> {
    const now = this.#call.sys.monotonic();
    const { patience, unsolicited } = this.#settings;
    if (this.#left === 0 || (patience !== undefined && now - this.#started > patience)) {
      this.#over = true;
      return;
    }
    if (this.#left !== undefined) this.#left--;
    if (this.#last === undefined || now - this.#last > LEAST_PAUSE) yield* this.#send();
    if (this.#left === 0 && unsolicited) this.#over = true;
  }

  *#send(): Task<void> {
    const { answer, device, mac, source, target } = this.#settings;
    const packet: ArpPacket = {
      operation: answer ? 'reply' : 'request',
      senderMac: mac,
      senderIp: source,
      targetMac: answer ? mac : this.#destination,
      targetIp: target,
    };
    const to = { family: 'packet', device, protocol: ETHERTYPE_ARP, mac: this.#destination } as const;
    try {
      yield* this.#call.sys.sendto(this.#socket, emitArp(packet), to);
    } catch (error) {
      if (isErrno(error)) return;
      throw error;
    }
    this.#last = this.#call.sys.monotonic();
    this.#sent++;
    if (!this.#unicasting) this.#sentToAll++;
  }

  *#listen(span: number): Task<void> {
    try {
      const came = yield* this.#call.sys.recvmsg(this.#socket, span);
      const packet = came && parseArp(came.data);
      if (came && packet && this.#isForUs(packet, came.from)) yield* this.#take(packet, came.from);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== 'EINTR') yield* this.#call.warn(`recvfrom: ${error.message}`);
    }
  }

  #isForUs(packet: ArpPacket, { packetType }: PacketAddress): boolean {
    const { detect, mac, source, target } = this.#settings;
    if (packetType !== 'host' && packetType !== 'broadcast' && packetType !== 'multicast') return false;
    if (packet.senderIp !== target) return false;
    if (!detect) return packet.targetIp === source && packet.targetMac === mac;
    return packet.senderMac !== mac && (source === ANY || source === packet.targetIp);
  }

  *#take(packet: ArpPacket, { packetType }: PacketAddress): Task<void> {
    const { options } = this.#call;
    if (!options.has('q')) yield* this.#tell(packet, packetType === 'host');
    this.#received++;
    if (packetType !== 'host') this.#receivedByAll++;
    if (packet.operation === 'request') this.#requests++;
    if (options.has('f') || options.has('D')) this.#over = true;
    if (options.has('b')) return;
    this.#destination = packet.senderMac;
    this.#unicasting = true;
  }

  *#tell(packet: ArpPacket, unicast: boolean): Task<void> {
    const { mac, source } = this.#settings;
    const what = `${unicast ? 'Uni' : 'Broad'}cast re${packet.operation === 'reply' ? 'ply' : 'quest'}`;
    const other = packet.targetIp === source ? '' : `for ${packet.targetIp}`;
    const elsewhere = packet.targetMac === mac ? '' : `${other === '' ? ' for' : ''} [${packet.targetMac}]`;
    const trip =
      this.#last === undefined ? ' UNSOLICITED?' : ` ${milliseconds(this.#call.sys.monotonic() - this.#last)}`;
    yield* this.#call.print(`${what} from ${packet.senderIp} [${packet.senderMac}]${other}${elsewhere}${trip}\n`);
  }

  *#finish(): Task<number> {
    const [sent, received] = [this.#sent, this.#received];
    if (!this.#call.options.has('q'))
      yield* this.#call.print(
        `Sent ${sent} probe(s) (${this.#sentToAll} broadcast(s))\nReceived ${received} response(s) (${this.#requests} request(s), ${this.#receivedByAll} broadcast(s))\n`,
      );
    if (this.#settings.detect) return received > 0 ? 1 : 0;
    return this.#settings.unsolicited || received > 0 ? 0 : 1;
  }
}

const milliseconds = (span: number): string => `${Math.floor(span / 1000)}.${String(span % 1000).padStart(3, '0')}ms`;

/** The address to ask from: a UDP socket bound to the device is connected to find it, or to prove that it is ours. */
function* sourceFor({ sys }: Call, device: string, target: string, wanted: string): Task<string> {
  const probe = sys.socket('inet', 'dgram');
  try {
    sys.setsockopt(probe, { device });
    if (wanted !== ANY) {
      orDie('bind', () => sys.bind(probe, { family: 'inet', address: wanted, port: 0 }), MISTAKE);
      return wanted;
    }
    yield* sys.connect(probe, { family: 'inet', address: target, port: ASKED_PORT });
    const local = sys.getsockname(probe);
    return local.family === 'inet' ? local.address : ANY;
  } catch (error) {
    throw isErrno(error) ? new Failure(`connect: ${error.message}`, MISTAKE) : error;
  } finally {
    sys.close(probe);
  }
}

function* addresses(call: Call, device: string): Task<{ source: string; target: string }> {
  const { options, sys } = call;
  const found = yield* lookUpHost(sys, call.operands[0] ?? '', 'inet');
  const target = typeof found === 'string' ? undefined : found.addresses[0]?.address;
  if (target === undefined) throw new Failure(`bad address '${call.operands[0]}'`, MISTAKE);
  const given = options.value('s');
  const own = given === undefined ? ANY : inetAton(given);
  if (own === undefined) throw new Failure(`invalid source address ${given}`, MISTAKE);
  const detect = options.has('D');
  const wanted = own === ANY && !detect && (options.has('U') || options.has('A')) ? target : own;
  const source = detect && wanted === ANY ? ANY : yield* sourceFor(call, device, target, wanted);
  return { source, target };
}

function* arpingOnce(call: Call): Task<number> {
  const { options, sys } = call;
  const socket = sys.socket('packet', 'dgram');
  const count = options.has('c') ? wholeNumber(options.value('c') ?? '', 0, 2_147_483_647) : undefined;
  const patience = options.has('w') ? wholeNumber(options.value('w') ?? '', 0, 1073) * SECOND + SECOND / 2 : undefined;
  const device = options.value('I') ?? 'eth0';
  const link = sys.netlink.links().find(({ name }) => name === device);
  if (link === undefined) throw new Failure(`interface ${device} not found: No such device`, MISTAKE);
  if (!link.flags.includes('UP')) throw new Failure(`interface ${device} is down`, MISTAKE);
  const detect = options.has('D');
  if (link.flags.includes('LOOPBACK') || link.flags.includes('NOARP')) {
    yield* call.warn(`interface ${device} is not ARPable`);
    return detect ? 0 : MISTAKE;
  }
  const { source, target } = yield* addresses(call, device);
  sys.bind(socket, { family: 'packet', device, protocol: ETHERTYPE_ARP, mac: '' });
  if (!options.has('q')) yield* call.print(`ARPING ${target} from ${source} ${device}\n`);
  const answer = options.has('A');
  const unsolicited = answer || options.has('U');
  const settings = { device, mac: link.address, source, target, count, patience, detect, answer, unsolicited };
  return yield* new Arping(call, settings, socket).run();
}

const command = applet({ short: 'UDAqfbc:w:I:s:', operands: [1, 1], run: arpingOnce });

/** arping: asks the neighbours of a link who has an address, or tells them. The socket comes before the options. */
export const arping: Program = function* (sys) {
  if (sys.argv[1] !== '--help') {
    try {
      sys.close(sys.socket('packet', 'dgram'));
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* sys.write(2, `arping: socket: ${error.message}\n`);
      return 1;
    }
  }
  return yield* command(sys);
};
