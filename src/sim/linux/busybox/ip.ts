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
  if (what === 'gateway' || what === 'inet address') return `an inet address is expected rather than "${word}"`;
  if (what === 'prefix' || what === 'inet prefix' || what === 'neighbour address')
    return `an inet prefix is expected rather than "${word}"`;
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
  linkDetails(link, links) {
    const elsewhere = link.link !== undefined && link.linkNetnsid !== undefined;
    const other = links.find(({ index }) => index === link.link);
    const down = elsewhere || (other !== undefined && !other.flags.includes('UP'));
    // It has no word for IFF_PROMISC, whose number follows the words.
    const [promiscuous, end] = [link.flags.includes('PROMISC') ? '100' : '', down ? ',M-DOWN' : ''];
    const shown = flagList(link, ['PROMISC']).replace('>', `${promiscuous}${end}>`);
    const master = link.master === undefined ? '' : `master ${link.master} `;
    const length = link.txQueueLength === 0 ? '' : `qlen ${link.txQueueLength}`;
    return `${shown} mtu ${link.mtu} qdisc ${link.qdisc} ${master}${length}`;
  },
  linkEnd: () => '',
  addressEnd: ({ family, device, label, secondary }) =>
    ` ${secondary ? 'secondary ' : ''}${family === 'inet' ? (label ?? device) : ''}`,
  routeEnd({ scope, source, metric }) {
    const narrow = scope === 'global' ? '' : `scope ${scope} `;
    return `${narrow}${source === undefined ? '' : ` src ${source} `}${metric === 0 ? '' : ` metric ${metric} `}`;
  },
  neighbourEnd: ({ lladdr, state }) =>
    state === 'PERMANENT'
      ? `lladdr ${lladdr} used 0/0/0 probes 0 ${state}`
      : `${lladdr === undefined ? '' : `lladdr ${lladdr}`} ref 1 used 0/0/0 probes ${lladdr === undefined ? 5 : 4} ${state}`,
  getEnd: ({ source }, asked) => `${asked.source === undefined ? ` src ${source} ` : ''}\n`,
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
  flushed: (entries, count) =>
    count === 0
      ? 'Nothing to flush\n'
      : `${entries}\n*** Round 1, deleting ${count} entries ***\n*** Flush is complete after 1 round(s) ***\n`,
  unknownOption: misuse,
  unknownObject: misuse,
};

/** ip: devices, addresses, routes and neighbours. */
export const ip = applet({ literal: true, run: (call) => run(call, BUSYBOX) });
