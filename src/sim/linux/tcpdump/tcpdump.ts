import { isErrno } from '../../kernel/errno.ts';
import type { Program, Signal } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, defineProgram, Failure } from '../call.ts';
import { breakDown } from '../gmtime.ts';
import { NotSimulated } from '../not-simulated.ts';
import { readAll, readTextFile } from '../read-file.ts';
import { Capture } from './capture.ts';
import { captureDevices } from './devices.ts';
import { FilterError } from './filter/filter-error.ts';
import { passes, type Test } from './filter/filtered-packet.ts';
import { LinkLayer } from './filter/link-layer.ts';
import { FilterParser } from './filter/parse.ts';
import { NameTable, UnknownAddress } from './names.ts';
import { Output } from './output.ts';
import { type CapturedPacket, LinePrinter } from './packet-line.ts';
import { fileHeader, fileRecord, type LinkType, parseSavefile, type Savefile } from './pcap-file.ts';
import { settingsOf, type TcpdumpSettings } from './settings.ts';
import { USAGE, VERSION } from './usage.ts';

const LINK_TEXTS = { EN10MB: 'Ethernet', LINUX_SLL2: 'Linux cooked v2' } as const;
const ENDING: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'];

const plural = (count: number, what: string): string => `${count} packet${count === 1 ? '' : 's'} ${what}\n`;

/** One run: packets from a device or a file go through a filter to the screen or to a file. */
class Tcpdump {
  readonly #call: Call;
  readonly #settings: TcpdumpSettings;
  readonly #names: NameTable;
  readonly #printer: LinePrinter;
  readonly #screen: Output;
  #file: Output | undefined;
  #captured = 0;
  #interrupted = false;

  constructor(call: Call, settings: TcpdumpSettings, names: NameTable) {
    this.#call = call;
    this.#settings = settings;
    this.#names = names;
    const { sys, options } = call;
    const deviceName = (index: number): string => sys.netlink.links().find((link) => link.index === index)?.name ?? '?';
    this.#printer = new LinePrinter(settings.line, names, deviceName, dateOf);
    this.#screen = new Output(sys, 1, options.has('l') || sys.isatty(1));
  }

  *run(): Task<number> {
    const { read } = this.#settings;
    return read === undefined ? yield* this.#live() : yield* this.#offline(read);
  }

  *#live(): Task<number> {
    const { sys } = this.#call;
    const devices = captureDevices(sys.netlink.links());
    const device = chosenDevice(
      this.#settings.device ?? '1',
      devices.map(({ name }) => name),
    );
    const promiscuous = !this.#call.options.has('p');
    const capture = new Capture(sys, { ...this.#settings, device, promiscuous });
    if (device === 'any' && promiscuous)
      yield* this.#call.warn(
        'WARNING: any: That device doesn\'t support promiscuous mode\n(Promiscuous mode not supported on the "any" device)',
      );
    if (this.#call.options.has('L')) return yield* this.#listLinkTypes(device);
    this.#checkLinkType(capture.link);
    const test = yield* this.#filter(capture.link, true);
    for (const signal of ENDING)
      sys.signal(signal, () => {
        this.#interrupted = true;
      });
    yield* this.#openFile(capture.link);
    capture.start(test);
    yield* this.#announce(device, capture.link);
    const fault = yield* this.#loop(capture);
    yield* this.#end(fault);
    const { packets, drops } = capture.statistics;
    yield* sys.write(
      2,
      plural(this.#captured, 'captured') + plural(packets, 'received by filter') + plural(drops, 'dropped by kernel'),
    );
    return fault === undefined ? 0 : 1;
  }

  *#listLinkTypes(device: string): Task<number> {
    const types =
      device === 'any'
        ? '  LINUX_SLL (Linux cooked v1)\n  LINUX_SLL2 (Linux cooked v2)\n'
        : `  EN10MB (Ethernet)\n${device === 'lo' ? '' : '  DOCSIS (DOCSIS) (printing not supported)\n'}`;
    yield* this.#call.print(`Data link types for ${device} (use option -y to set):\n${types}`);
    return 0;
  }

  #checkLinkType(link: LinkType): void {
    const wanted = this.#call.options.value('y')?.toUpperCase();
    if (wanted === undefined || wanted === link) return;
    if (link === 'LINUX_SLL2' && wanted === 'LINUX_SLL') throw new NotSimulated('tcpdump -y LINUX_SLL');
    throw new Failure(`${wanted} is not one of the DLTs supported by this device`);
  }

  *#filter(link: LinkType, live: boolean): Task<Test | undefined> {
    const file = this.#call.options.value('F');
    const text = file === undefined ? this.#call.operands.join(' ') : yield* readFilter(this.#call, file);
    if (text.trim() === '') return undefined;
    try {
      return yield* new FilterParser(text, new LinkLayer(link, live), this.#names).run();
    } catch (error) {
      throw error instanceof FilterError ? new Failure(error.message) : error;
    }
  }

  *#announce(device: string, link: LinkType): Task<void> {
    const { line, write, snapshotLength } = this.#settings;
    const quiet =
      line.v === 0 && write === undefined ? 'verbose output suppressed, use -v[v]... for full protocol decode\n' : '';
    yield* this.#call.sys.write(
      2,
      `tcpdump: ${quiet}listening on ${device}, link-type ${link} (${LINK_TEXTS[link]}), snapshot length ${snapshotLength} bytes\n`,
    );
  }

  /** pcap_loop(): until the count is reached, a signal came, or something went wrong, which it returns. */
  *#loop(capture: Capture): Task<string | undefined> {
    while (!this.#interrupted && !this.#enough) {
      try {
        for (const packet of yield* capture.block()) {
          if (this.#enough || this.#interrupted) break;
          yield* this.#take(packet, capture.link);
        }
      } catch (error) {
        if (error instanceof Failure && error.status === 1) return error.message;
        if (!isErrno(error, 'EINTR')) throw error;
      }
    }
    return undefined;
  }

  get #enough(): boolean {
    return this.#settings.count !== undefined && this.#captured >= this.#settings.count;
  }

  /** Flushes what is pending, and says what went wrong. */
  *#end(fault: string | undefined): Task<void> {
    if (this.#interrupted && this.#settings.write === undefined) yield* this.#screen.write('\n');
    yield* this.#screen.flush();
    if (this.#file) yield* this.#file.flush();
    if (fault !== undefined) yield* this.#call.warn(`pcap_loop: ${fault}`);
  }

  *#take(packet: CapturedPacket, link: LinkType): Task<void> {
    this.#captured++;
    if (this.#file) yield* this.#file.write(fileRecord(packet));
    if (this.#file && !this.#settings.printed) return;
    if (this.#call.options.has('count') && this.#settings.read !== undefined) return;
    yield* this.#print(packet, link);
  }

  /** Prints one packet; addresses whose names are not known yet are asked for before. */
  *#print(packet: CapturedPacket, link: LinkType): Task<void> {
    for (;;) {
      try {
        const line = this.#printer.line(packet, link, this.#captured);
        yield* this.#screen.write(line);
        return;
      } catch (error) {
        if (!(error instanceof UnknownAddress)) throw error;
        yield* this.#names.learn(error.address);
      }
    }
  }

  *#openFile(link: LinkType): Task<void> {
    const { write, snapshotLength } = this.#settings;
    if (write === undefined) return;
    const { sys, options } = this.#call;
    try {
      const fd = write === '-' ? 1 : sys.open(write, { write: true, create: true, truncate: true });
      this.#file = new Output(sys, fd, options.has('U'));
    } catch (error) {
      throw isErrno(error) ? new Failure(fileProblem(write, error.code, error.message)) : error;
    }
    yield* this.#file.write(fileHeader(link, snapshotLength));
  }

  *#offline(path: string): Task<number> {
    const savefile = yield* this.#readSavefile(path);
    const { link, snapshotLength } = savefile;
    yield* this.#call.sys.write(
      2,
      `reading from file ${path}, link-type ${link} (${LINK_TEXTS[link]}), snapshot length ${snapshotLength}\n`,
    );
    if (link === 'LINUX_SLL2') yield* this.#call.sys.write(2, 'Warning: interface names might be incorrect\n');
    const test = yield* this.#filter(link, false);
    yield* this.#openFile(link);
    for (const packet of savefile.packets) {
      if (this.#enough) break;
      if (test === undefined || passes(test, packet)) yield* this.#take(packet, link);
    }
    const fault = this.#enough ? undefined : savefile.fault;
    yield* this.#end(fault);
    if (this.#call.options.has('count')) yield* this.#call.print(plural(this.#captured, '').replace(/ \n/, '\n'));
    return fault === undefined ? 0 : 1;
  }

  *#readSavefile(path: string): Task<Savefile> {
    const { sys } = this.#call;
    let bytes: Uint8Array;
    try {
      bytes = yield* readAll(sys, path === '-' ? 0 : sys.open(path));
    } catch (error) {
      throw isErrno(error) ? new Failure(`${path}: ${error.message}`) : error;
    }
    const savefile = parseSavefile(bytes);
    if (typeof savefile === 'string') throw new Failure(savefile);
    return savefile;
  }
}

/** tcpdump gives its files to the user that it runs as, which fails first where there is no such directory. */
const fileProblem = (path: string, code: string, message: string): string =>
  code === 'ENOENT' ? "Couldn't change ownership of savefile" : `${path}: ${message}`;

function dateOf(time: number): string {
  const { year, month, day } = breakDown(time);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A name as it is, or a number of the list that -D shows. */
function chosenDevice(wanted: string, names: readonly string[]): string {
  if (names.includes(wanted) || !/^\d+$/.test(wanted)) return wanted;
  const number = Number(wanted);
  if (number === 0) throw new Failure('Invalid adapter index 0');
  const name = names[number - 1];
  if (name === undefined) throw new Failure(`Invalid adapter index ${wanted}: only ${names.length} interfaces found`);
  return name;
}

function* readFilter({ sys }: Call, path: string): Task<string> {
  try {
    return (yield* readTextFile(sys, path)).replace(/#.*/g, ' ');
  } catch (error) {
    throw isErrno(error) ? new Failure(`can't open ${path}: ${error.message}`) : error;
  }
}

const LONG = {
  buffer_size: 'B:',
  'buffer-size': 'B:',
  'list-interfaces': 'D',
  help: 'h',
  interface: 'i:',
  'time-stamp-type': 'j:',
  'list-time-stamp-types': 'J',
  'linktype-list': 'L',
  'list-data-link-types': 'L',
  'no-optimize': 'O',
  'no-promiscuous-mode': 'p',
  direction: 'Q:',
  'snapshot-length': 's:',
  'absolute-tcp-sequence-numbers': 'S',
  'packet-buffered': 'U',
  linktype: 'y:',
  'immediate-mode': 'immediate',
  'relinquish-privileges': 'Z:',
  count: 'count',
  number: '#',
  print: 'print',
  version: 'version',
  micro: 'micro',
  nano: 'nano',
  'time-stamp-precision': 'precision:',
} as const;

/** tcpdump: shows the packets that pass a device, or that a savefile keeps. */
export const tcpdump: Program = defineProgram(
  {
    short: 'aAbB:c:C:dDeE:fF:G:hHi:Ij:JKlLm:M:nNOpqQ:r:s:StT:uUvV:w:W:xXy:Yz:Z:#',
    long: LONG,
    lacks: ['C', 'd', 'E', 'G', 'I', 'M', 'T', 'V', 'W', 'z', 'nano', 'precision'],
    *run(call) {
      const { sys, options } = call;
      if (options.has('h')) yield* call.print(USAGE);
      else if (options.has('version')) yield* call.print(VERSION);
      if (options.has('h') || options.has('version')) return 0;
      const settings = settingsOf(options, sys.isatty(1));
      if (options.has('D')) {
        const list = captureDevices(sys.netlink.links());
        yield* call.print(list.map(({ name, text }, i) => `${i + 1}.${name} ${text}\n`).join(''));
        return 0;
      }
      if (options.has('J')) {
        const device = settings.device ?? captureDevices(sys.netlink.links())[0]?.name;
        yield* call.print(`Time stamp types for ${device} (use option -j to set):\n  host (Host)\n`);
        return 0;
      }
      const names = yield* NameTable.open(sys, { numeric: options.has('n'), short: options.has('N') });
      return yield* new Tcpdump(call, settings, names).run();
    },
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\n${USAGE}`);
    return 1;
  },
);
