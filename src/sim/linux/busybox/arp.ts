import type { NeighbourInfo } from '../../kernel/netlink.ts';
import { Misuse } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { lookUpAddress, lookUpHost } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';
import { applet } from './applet.ts';

function line(name: string, { address, lladdr, state, device }: NeighbourInfo): string {
  const known = lladdr !== undefined && state !== 'INCOMPLETE' && state !== 'FAILED';
  const hardware = known ? `${lladdr} [ether]` : '<incomplete>';
  return `${name} (${address}) at ${hardware} ${state === 'PERMANENT' ? 'PERM' : ''} on ${device}\n`;
}

/** arp: shows the neighbours that the kernel knows. */
export const arp = applet({
  short: 'A:p:H:t:i:adnDsv',
  *run(call) {
    const { sys, options, operands } = call;
    if (options.has('d') || options.has('s') || options.has('D')) {
      if (operands.length === 0) throw new Misuse();
      orDie(options.has('d') ? 'SIOCDARP(priv)' : 'SIOCSARP', () => sys.netlink.setLink('lo', {}));
      throw new NotSimulated(`arp ${options.has('d') ? '-d' : '-s'}`);
    }
    const all = sys.netlink.neighbours();
    const [host] = operands;
    const found = host === undefined ? undefined : yield* lookUpHost(sys, host, 'inet');
    const wanted = found === undefined || typeof found === 'string' ? undefined : found.addresses[0]?.address;
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
