import { isErrno } from '../../kernel/errno.ts';
import type { NeighbourInfo } from '../../kernel/netlink.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { deleteArp, setArp } from '../arp-request.ts';
import { type Call, defineProgram, Failure } from '../call.ts';
import { isHardware } from '../iproute2/request.ts';
import { NotSimulated } from '../not-simulated.ts';
import { lookUpAddress, lookUpHost } from '../resolver/host.ts';
import { ARP_USAGE, ARP_VERSION } from './usage.ts';

const HEAD = 'Address                  HWtype  HWaddress           Flags Mask            Iface\n';

const known = ({ lladdr, state }: NeighbourInfo): boolean =>
  lladdr !== undefined && state !== 'INCOMPLETE' && state !== 'FAILED';

function row(name: string, neighbour: NeighbourInfo): string {
  const { lladdr = '', device, state } = neighbour;
  const flags = state === 'PERMANENT' ? 'CM' : 'C';
  const middle = known(neighbour)
    ? `${'ether'.padEnd(7)} ${lladdr.padEnd(19)} ${flags.padEnd(5)} `
    : `${''.padEnd(7)} ${'(incomplete)'.padEnd(19)} ${''.padEnd(5)} `;
  return `${name.padEnd(23)}  ${middle}${''.padEnd(15)} ${device}\n`;
}

function sentence(name: string, neighbour: NeighbourInfo): string {
  const hardware = known(neighbour) ? `${neighbour.lladdr} [ether]` : '<incomplete>';
  const permanent = neighbour.state === 'PERMANENT' ? ' PERM' : '';
  return `${name} (${neighbour.address}) at ${hardware}${permanent} on ${neighbour.device}\n`;
}

/** Null for a host that there is none of. */
function* wantedAddress(call: Call): Task<string | undefined | null> {
  const [host] = call.operands;
  if (host === undefined) return undefined;
  const found = yield* lookUpHost(call.sys, host, 'inet');
  return typeof found === 'string' ? null : (found.addresses[0]?.address ?? null);
}

const failure = (text: string): Failure => new Failure(text, 255);

/** `arp -d HOST` and `arp -s HOST HWADDR [temp]`. Failures of the kernel are told without the program's name. */
function* change(call: Call): Task<number> {
  const { sys, options, operands } = call;
  const [host, lladdr, ...rest] = operands;
  if (host === undefined) throw failure('need host name');
  const found = yield* lookUpHost(sys, host, 'inet');
  const [target] = typeof found === 'string' ? [] : found.addresses;
  if (target === undefined) return yield* tell(call, `${host}: Host name lookup failure`);
  const request = { address: target.address, device: options.value('i') };
  const deleting = options.has('d');
  if (!deleting && lladdr === undefined) throw failure('need hardware address');
  if (!deleting && !isHardware(lladdr ?? '')) throw failure('invalid hardware address');
  if (rest.includes('pub')) throw new NotSimulated('arp … pub');
  try {
    if (deleting) deleteArp(sys.netlink, request);
    else setArp(sys.netlink, request, lladdr ?? '', rest.includes('temp') ? 'STALE' : 'PERMANENT');
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (deleting && error.code === 'ENOENT') return yield* tell(call, `No ARP entry for ${host}`, 1);
    return yield* tell(call, `${deleting ? 'SIOCDARP(dontpub)' : 'SIOCSARP'}: ${error.message}`);
  }
}

function* checkFile(sys: System, path: string): Task<void> {
  try {
    sys.close(sys.open(path));
  } catch (error) {
    throw isErrno(error) ? failure(`cannot open etherfile ${path} !`) : error;
  }
}

function* tell(call: Call, text: string, fd = 2): Task<number> {
  yield* call.sys.write(fd, `${text}\n`);
  return 255;
}

/** arp of net-tools: shows the neighbours that the kernel knows, or changes them. */
export const arp = defineProgram(
  {
    short: 'A:H:adfi:nDsvVep:t:h',
    long: {
      help: 'h',
      version: 'V',
      verbose: 'v',
      numeric: 'n',
      device: 'i:',
      set: 's',
      delete: 'd',
      all: 'a',
      file: 'f',
    },
    *run(call) {
      const { sys, options, operands } = call;
      if (options.has('h') || options.has('V')) {
        yield* sys.write(options.has('V') ? 1 : 2, options.has('V') ? ARP_VERSION : ARP_USAGE);
        return 0;
      }
      const hardware = options.value('H') ?? options.value('t') ?? 'ether';
      if (hardware !== 'ether') throw failure(`${hardware}: unknown hardware type.`);
      if (options.has('f')) yield* checkFile(sys, operands[0] ?? '/etc/ethers');
      const changing = ['f', 'D'].find((key) => options.has(key));
      if (changing !== undefined) throw new NotSimulated(`arp -${changing}`);
      if (options.has('d') || options.has('s')) return yield* change(call);
      const wanted = yield* wantedAddress(call);
      if (wanted === null) return yield* tell(call, `${operands[0]}: Host name lookup failure`);
      const all = sys.netlink.neighbours();
      const shown = all
        .filter(({ address }) => wanted === undefined || address === wanted)
        .filter(({ device }) => !options.has('i') || device === options.value('i'));
      if (shown.length === 0 && operands.length > 0) yield* call.print(`${operands[0]} (${wanted}) -- no entry\n`);
      else if (shown.length > 0 && !options.has('a')) yield* call.print(HEAD);
      for (const neighbour of shown) {
        const name = options.has('n') ? undefined : yield* lookUpAddress(sys, neighbour.address);
        yield* call.print(
          options.has('a') ? sentence(name ?? '?', neighbour) : row(name ?? neighbour.address, neighbour),
        );
      }
      if (options.has('v')) {
        const counts = `Entries: ${all.length}\tSkipped: ${all.length - shown.length}\tFound: ${shown.length}\n`;
        yield* call.print(counts);
      }
      if (shown.length === 0 && operands.length === 0 && (options.has('i') || options.has('H')))
        yield* call.print(`arp: in ${all.length} entries no match found.\n`);
      return 0;
    },
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\n${ARP_USAGE}`);
    return 3;
  },
);
