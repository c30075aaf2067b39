import { isErrno } from '../../kernel/errno.ts';
import type { NeighbourInfo } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { deleteArp, setArp } from '../arp-request.ts';
import { type Call, Failure } from '../call.ts';
import { isHardware } from '../iproute2/request.ts';
import { NotSimulated } from '../not-simulated.ts';
import { lookUpAddress, lookUpHost } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';
import { applet } from './applet.ts';

function line(name: string, { address, lladdr, state, device }: NeighbourInfo): string {
  const known = lladdr !== undefined && state !== 'INCOMPLETE' && state !== 'FAILED';
  const hardware = known ? `${lladdr} [ether]` : '<incomplete>';
  return `${name} (${address}) at ${hardware} ${state === 'PERMANENT' ? 'PERM' : ''} on ${device}\n`;
}

/** `arp -d HOST` and `arp -s HOST HWADDR [temp]`. */
function* change(call: Call): Task<number> {
  const { sys, options, operands } = call;
  const [host, lladdr, ...rest] = operands;
  if (host === undefined) throw new Failure('need host name');
  const found = yield* lookUpHost(sys, host, 'inet');
  const [target] = typeof found === 'string' ? [] : found.addresses;
  if (target === undefined) throw new Failure(`${host}: Host name lookup failure`);
  const request = { address: target.address, device: options.value('i') };
  if (options.has('d')) {
    orDieBut('SIOCDARP', () => deleteArp(sys.netlink, request));
    return 0;
  }
  if (lladdr === undefined) throw new Failure('need hardware address');
  if (options.has('D') || rest.includes('pub')) throw new NotSimulated('arp … pub');
  if (!isHardware(lladdr)) throw new Failure('invalid hardware address');
  const state = rest.includes('temp') ? 'STALE' : 'PERMANENT';
  orDie('SIOCSARP', () => setArp(sys.netlink, request, lladdr, state));
  return 0;
}

/** A private entry that is not there is looked for among the public ones, where it is not either. */
function orDieBut(name: string, call: () => void): void {
  try {
    call();
  } catch (error) {
    throw isErrno(error)
      ? new Failure(`${name}(${error.code === 'ENOENT' ? 'pub' : 'priv'}): ${error.message}`)
      : error;
  }
}

/** arp: shows the neighbours that the kernel knows, or changes them. */
export const arp = applet({
  short: 'A:p:H:t:i:adnDsv',
  *run(call) {
    const { sys, options, operands } = call;
    if (options.has('d') || options.has('s') || options.has('D')) return yield* change(call);
    const all = sys.netlink.neighbours();
    const [host] = operands;
    const found = host === undefined ? undefined : yield* lookUpHost(sys, host, 'inet');
    if (typeof found === 'string') throw new Failure(`${host}: Host name lookup failure`);
    const wanted = found?.addresses[0]?.address;
    const shown = all
      .filter(({ address }) => host === undefined || address === wanted)
      .filter(({ device }) => !options.has('i') || device === options.value('i'));
    for (const neighbour of shown) {
      const name = options.has('n') ? undefined : yield* lookUpAddress(sys, neighbour.address);
      yield* call.print(line(name ?? '?', neighbour));
    }
    const narrowed = host !== undefined || options.has('i');
    if (narrowed && shown.length === 0) yield* call.print(`No match found in ${all.length} entries\n`);
    return 0;
  },
});
