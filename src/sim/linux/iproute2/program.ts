import { SECOND } from '../../kernel/clock.ts';
import { defineProgram, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { IpDialect, Request } from './dialect.ts';
import { ip as run } from './ip.ts';
import { IP_USAGE } from './ip-usage.ts';
import { flagList } from './link-text.ts';
import { addressFlags, flushText } from './listing.ts';
import { tableName } from './tables.ts';

function complaint(what: string, word: string): string {
  if (what === 'dev') return 'Not enough information: "dev" argument is required.';
  if (what === 'destination') return 'need at least a destination address';
  if (what === 'neighbour address' || what === 'gateway')
    return `Error: any valid address is expected rather than "${word}".`;
  if (/^inet6? (address|prefix)$/.test(what)) return `Error: ${what} is expected rather than "${word}".`;
  if (what === 'host bits') return 'Error: Invalid prefix for given prefix length.';
  if (what === 'prefix') return `Error: any valid prefix is expected rather than "${word}".`;
  return `Command "${word}" is unknown, try "ip ${what} help".`;
}

const REASONS: Readonly<Partial<Record<Request, Readonly<Record<string, string>>>>> = {
  route: { ENETUNREACH: 'Nexthop has invalid gateway.', ENETDOWN: 'Device for nexthop is not up.' },
  'new address': { EEXIST: 'ipv4: Address already assigned.' },
  'old address': { EADDRNOTAVAIL: 'ipv4: Address not found.' },
  mtu: { EINVAL: 'mtu less than device minimum.' },
};

const REASONS6: typeof REASONS = {
  'new address': { EEXIST: 'ipv6: address already assigned.' },
  'old address': { EADDRNOTAVAIL: 'ipv6: address not found.' },
};

/** What invarg() is told; some of it ends in a line's end of its own. */
const WRONG = {
  metric: '"metric" value is invalid\n',
  scope: 'invalid "scope" value\n',
  protocol: '"protocol" value is invalid\n',
  mtu: 'Invalid "mtu" value\n',
  txqueuelen: 'Invalid "txqueuelen" value\n',
  family: 'invalid protocol family',
} as const;

const IPROUTE2: IpDialect = {
  listsAll: false,
  incomplete: { text: 'Command line is not complete. Try option "help"', status: 255 },
  duplicate: (what, word) => new Failure(`Error: either "${what}" is duplicate, or "${word}" is garbage.`, 255),
  wrong: (option, word) => new Failure(`Error: argument "${word}" is wrong: ${WRONG[option]}`, 255),
  noLink: () => new Failure('Not enough information: "dev" argument is required.', 255),
  unknownKind: () => new Failure('Error: Unknown device type.', 2),
  noMaster: (word) => new Failure(`Error: argument "${word}" is wrong: Device does not exist\n`, 255),
  status: { noDevice: 1, answers: 2, unknown: 255 },
  linkDetails(link, links, command) {
    const other = link.linkNetnsid === undefined ? links.find(({ index }) => index === link.link) : undefined;
    const flags = flagList({
      ...link,
      flags: other?.flags.includes('UP') === false ? [...link.flags, 'M-DOWN'] : link.flags,
    });
    const master = link.master === undefined ? '' : ` master ${link.master}`;
    if (command === 'address6') return `${flags} mtu ${link.mtu} state ${link.operstate}`;
    const mode = command === 'link' ? ' mode DEFAULT' : '';
    return `${flags} mtu ${link.mtu} qdisc ${link.qdisc}${master} state ${link.operstate}${mode} group default qlen ${link.txQueueLength}`;
  },
  linkEnd({ linkNetnsid }, names) {
    if (linkNetnsid === undefined) return '';
    const name = names.get(linkNetnsid);
    return name === undefined ? ` link-netnsid ${linkNetnsid}` : ` link-netns ${name}`;
  },
  addressEnd(address) {
    const { family, device, label, scope, secondary, automatic } = address;
    if (family === 'inet') return `${secondary ? ' secondary' : ''} ${label ?? device}`;
    const protocol = automatic ? [`proto ${scope === 'link' ? 'kernel_ll' : 'kernel_lo'}`] : [];
    return [...addressFlags(address), ...protocol]
      .map((word) => ` ${word}`)
      .join('')
      .concat(' ');
  },
  routeEnd({ destination, protocol, scope, source, metric, linkdown, onlink }, hidden) {
    const six = destination.includes(':');
    const words = [
      (protocol === 'boot' && !hidden.details) || hidden.protocol ? '' : `proto ${protocol}`,
      (scope === 'global' && !hidden.details) || hidden.scope ? '' : `scope ${scope}`,
      source === undefined ? '' : `src ${source}`,
      metric === 0 && !six ? '' : `metric ${metric}`,
      linkdown ? 'linkdown' : '',
      onlink ? 'onlink' : '',
      six ? 'pref medium' : '',
    ].filter((word) => word !== '');
    if (six) return words.join(' ');
    return words.map((word) => `${word} `).join('');
  },
  neighbourEnd({ lladdr, state, router, references, ages, probes }, statistics) {
    const [used, confirmed, updated] = ages.map((age) => Math.floor(age / SECOND));
    const cached = `${references > 0 ? ` ref ${references}` : ''} used ${used}/${confirmed}/${updated}probes ${probes} `;
    return `${lladdr === undefined ? '' : `lladdr ${lladdr} `}${router ? 'router ' : ''}${statistics ? cached : ''}${state} `;
  },
  getEnd({ source, type, table, protocol, metric }, asked) {
    if (asked.family === 'inet6') {
      const known = protocol === undefined || protocol === 'boot' ? '' : `proto ${protocol} `;
      return `${table === undefined ? '' : `table ${tableName(table)} `}${known}src ${source} metric ${metric ?? 0} pref medium\n`;
    }
    const flags = { local: '<local> ', broadcast: '<local,brd> ', multicast: '<local,mc> ', unicast: '' }[type];
    if (asked.inDevice !== undefined) return `\n    cache ${flags}iif ${asked.inDevice} \n`;
    const from = table === undefined ? '' : `table ${tableName(table)} `;
    const mark = asked.mark === undefined ? '' : `mark ${asked.mark} `;
    return `${from}${asked.source === undefined ? `src ${source} ` : ''}${mark}uid 0 \n    cache ${flags}\n`;
  },
  noDevice: (name, changing) => (changing ? `Cannot find device "${name}"` : `Device "${name}" does not exist.`),
  noLinkTo: (_request, name) => `Cannot find device "${name}"`,
  unknown: complaint,
  // The kernel says what it did not like (NLMSGERR_ATTR_MSG) where it has a text for it.
  refused(request, { code, message }, family) {
    const reason = (family === 'inet' ? REASONS : REASONS6)[request]?.[code];
    return reason === undefined ? `RTNETLINK answers: ${message}` : `Error: ${reason}`;
  },
  badHardware: (word) => `"${word}" is invalid lladdr.`,
  badState: (word) => `Error: argument "${word}" is wrong: nud state is bad`,
  flushWhat: (object) => (object === 'neigh' ? 'Flush requires arguments.' : '"ip route flush" requires arguments.'),
  flushesFailed: true,
  flushed(_entries, count, statistics) {
    return statistics ? flushText(count, 'entries') : '';
  },
  unknownOption(word) {
    if (
      ['-t', '-ts', '-h', '-iec', '-a', '-all', '-b', '-batch', '-force', '-rc', '-l', '-0', '-B', '-M'].includes(word)
    )
      throw new NotSimulated(`ip ${word}`);
    throw new Failure(`Option "${word}" is unknown, try "ip -help".`, 255);
  },
  unknownObject(word) {
    if (word === undefined || word === '-help' || 'help'.startsWith(word)) throw new Failure(IP_USAGE.trimEnd(), 255);
    throw new Failure(`Object "${word}" is unknown, try "ip help".`, 1);
  },
};

/** ip of iproute2. */
export const ip = defineProgram(
  {
    literal: true,
    *run(call) {
      try {
        return yield* run(call, IPROUTE2);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        yield* call.sys.write(2, `${error.message}\n`);
        return error.status;
      }
    },
  },
  function* (sys) {
    yield* sys.write(2, 'Not enough of information: "dev" argument is required.\n');
    return 255;
  },
);
