import { Failure, Misuse } from '../call.ts';
import type { IpDialect } from '../iproute2/dialect.ts';
import { ip as run } from '../iproute2/ip.ts';
import { flagList } from '../iproute2/link-text.ts';
import { applet } from './applet.ts';

const misuse = (): never => {
  throw new Misuse();
};

/** The complaints of networking/libiproute; the applet's name comes before them. */
function complaint(what: string, word: string): string {
  if (what === 'dev') return 'need "dev IFACE"';
  if (what === 'destination') return 'need at least destination address';
  if (what === 'host bits') return 'RTNETLINK answers: Invalid argument';
  if (what === 'gateway' || what === 'inet address' || what === 'inet6 address')
    return `an ${what.startsWith('inet6') ? 'inet6' : 'inet'} address is expected rather than "${word}"`;
  if (what === 'prefix' || what === 'inet prefix' || what === 'inet6 prefix' || what === 'neighbour address')
    return `an ${what.startsWith('inet6') ? 'inet6' : 'inet'} prefix is expected rather than "${word}"`;
  return `invalid argument '${word}' to 'ip'`;
}

const IOCTLS: Readonly<Record<string, string>> = {
  flags: 'SIOCSIFFLAGS',
  mtu: 'SIOCSIFMTU',
  name: 'SIOCSIFNAME',
  'hardware address': 'SIOCSIFHWADDR',
};

const BUSYBOX: IpDialect = {
  listsAll: true,
  incomplete: { text: 'command line is not complete, try "help"', status: 1 },
  duplicate: (what, word) => new Failure(`either "${what}" is duplicate, or "${word}" is garbage`),
  wrong: (option, word) => new Failure(`invalid argument '${word}' to '${option}'`),
  noLink: () => new Failure('"dev" requires an argument'),
  unknownKind: () => new Failure('RTNETLINK answers: Operation not supported', 2),
  noMaster: (word) => new Failure(`can't find device '${word}'`),
  status: { noDevice: 1, answers: 2, unknown: 1 },
  // The applet looks for the other end in its own namespace: one that lives elsewhere counts as down (M-DOWN).
  linkDetails(link, links, command) {
    const elsewhere = link.link !== undefined && link.linkNetnsid !== undefined;
    const other = links.find(({ index }) => index === link.link);
    const down = elsewhere || (other !== undefined && !other.flags.includes('UP'));
    // It has no word for IFF_PROMISC, whose number follows the words.
    const [promiscuous, end] = [link.flags.includes('PROMISC') ? '100' : '', down ? ',M-DOWN' : ''];
    const shown = flagList(link, ['PROMISC']).replace('>', `${promiscuous}${end}>`);
    const master = link.master === undefined ? '' : `master ${link.master} `;
    const length = link.txQueueLength === 0 ? '' : `qlen ${link.txQueueLength}`;
    const qdisc = command === 'address6' ? '' : `qdisc ${link.qdisc} ${master}`;
    return `${shown} mtu ${link.mtu} ${qdisc}${length}`;
  },
  linkEnd: () => '',
  // What it has no word for it writes as a number (print_addrinfo).
  addressEnd({ family, device, label, secondary, tentative, nodad, failed }) {
    const rest = (nodad ? 2 : 0) | (failed ? 8 : 0);
    const flags = rest === 0 ? '' : `flags ${rest.toString(16).padStart(2, '0')} `;
    const words = `${secondary ? 'secondary ' : ''}${tentative ? 'tentative ' : ''}${flags}`;
    return ` ${words}${family === 'inet' ? (label ?? device) : ''}`;
  },
  routeEnd({ scope, source, metric, destination }) {
    const narrow = scope === 'global' ? '' : `scope ${scope} `;
    return `${narrow}${source === undefined ? '' : ` src ${source} `}${metric === 0 && !destination.includes(':') ? '' : ` metric ${metric} `}`;
  },
  // The ages it divides by /proc/net/psched's 10⁹ ticks a second.
  neighbourEnd({ lladdr, state, router, probes, references }) {
    const known = lladdr === undefined ? '' : `lladdr ${lladdr}${router ? ' router' : ''}`;
    return `${known}${references > 0 ? ` ref ${references}` : ''} used 0/0/0 probes ${probes} ${state}`;
  },
  getEnd({ source, table, metric }, asked) {
    const own = asked.source === undefined || asked.family === 'inet6' ? ` src ${source} ` : '';
    if (asked.family === 'inet') return `${own}\n`;
    return `${table === undefined ? '' : 'table local '}${own} metric ${metric ?? 0} \n`;
  },
  noDevice: (name) => `can't find device '${name}'`,
  noLinkTo: (request, name) => {
    const call = request === 'flags' ? 'SIOCGIFFLAGS' : IOCTLS[request ?? ''];
    return call === undefined ? `can't find device '${name}'` : `${call}: No such device`;
  },
  unknown: complaint,
  // Links are changed by ioctl(2), one for each thing.
  refused: (request, { message }) => `${IOCTLS[request] ?? 'RTNETLINK answers'}: ${message}`,
  badHardware: (word) => `"${word}" is invalid lladdr`,
  badState: () => 'nud state is bad',
  flushWhat: (object) => `"ip ${object} flush" requires an argument`,
  flushesFailed: false,
  flushed: (entries, count) =>
    count === 0
      ? 'Nothing to flush\n'
      : `${entries}\n*** Round 1, deleting ${count} entries ***\n*** Flush is complete after 1 round(s) ***\n`,
  unknownOption: misuse,
  unknownObject: misuse,
};

/** ip: devices, addresses, routes and neighbours. */
export const ip = applet({ literal: true, run: (call) => run(call, BUSYBOX) });
