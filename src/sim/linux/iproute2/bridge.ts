import type { LinkInfo, Netlink } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, defineProgram, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { changeForwarding, failure, setPort } from './bridge-change.ts';
import { type Json, jsonText } from './json.ts';
import { flagList, flagNames, fullName } from './link-text.ts';
import { matching, Words } from './words.ts';

const USAGE = `Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }
       bridge [ -force ] -batch filename
where  OBJECT := { link | fdb | mdb | mst | vlan | vni | monitor }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] |
                    -o[neline] | -t[imestamp] | -n[etns] name |
                    -com[pressvlans] -c[olor] -p[retty] -j[son] }
`;
const OBJECTS = ['link', 'fdb', 'mdb', 'mst', 'vlan', 'vni', 'monitor', 'help'];
const LACKING_OPTIONS = ['-s', '-statistics', '-d', '-details', '-t', '-n', '-force', '-batch'];
/** Groups that every device, and every bridge, listens to: all nodes, all snoopers (RFC 4286), all hosts. */
const PORT_GROUPS = ['33:33:00:00:00:01', '01:00:5e:00:00:01'];
const BRIDGE_GROUPS = ['33:33:00:00:00:01', '01:00:5e:00:00:6a', '33:33:00:00:00:6a', '01:00:5e:00:00:01'];

/** Throws where there is no such device. */
function known(netlink: Netlink, name: string, complaint = `Cannot find device "${name}"`): string {
  if (!netlink.links().some((link) => link.name === name)) throw failure(complaint);
  return name;
}

/** `bridge link show`: the ports, with their states. */
function* showLinks(call: Call, words: Words, json: JsonStyle): Task<void> {
  const { netlink } = call.sys;
  let device: string | undefined;
  let bridge: string | undefined;
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'dev') device = words.need();
    else if (word === 'master') bridge = words.need();
    else device = word;
  }
  if (device !== undefined) known(netlink, device);
  if (bridge !== undefined) known(netlink, bridge);
  const links = netlink.links();
  const ports = links.filter(
    ({ name, master }) =>
      master !== undefined && [undefined, name].includes(device) && [undefined, master].includes(bridge),
  );
  yield* call.print(
    json
      ? jsonText(
          ports.map((port) => portJson(port, links)),
          json,
        )
      : ports.map((port) => portLine(port, links)).join(''),
  );
}

/** How `-j` is to be written; undefined without it. */
type JsonStyle = { readonly pretty: boolean } | undefined;

const STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking'];

const stateOf = ({ operstate, port }: LinkInfo): string =>
  operstate === 'UP' ? (STATES[port?.state ?? 3] ?? '') : 'disabled';

function portJson(port: LinkInfo, links: readonly LinkInfo[]): Json {
  const other = links.find(({ index }) => index === port.link);
  return {
    ifindex: port.index,
    ...(port.link !== undefined && (other ? { link: other.name } : { link_index: port.link })),
    ifname: port.name,
    flags: flagNames(port, ['M-DOWN']),
    mtu: port.mtu,
    master: port.master ?? '',
    ...{ state: stateOf(port), priority: port.port?.priority ?? 32, cost: port.port?.cost ?? 2 },
  };
}

/** The other end is named as if it were in this namespace: its number is all that is looked at. */
function portLine(port: LinkInfo, links: readonly LinkInfo[]): string {
  const state = stateOf(port);
  const { priority = 32, cost = 2 } = port.port ?? {};
  const flags = flagList(port, ['M-DOWN']);
  return `${port.index}: ${fullName(port, links, false)}: ${flags} mtu ${port.mtu} master ${port.master} state ${state} priority ${priority} cost ${cost} \n`;
}

interface Entry {
  readonly address: string;
  readonly device: string;
  readonly master?: string;
  readonly permanent: boolean;
  readonly fixed?: boolean;
}

/** The addresses that a device itself listens to: its groups, that of its IPv6 address among them (RFC 4291 §2.7.1). */
function ownEntries({ name, kind }: LinkInfo, netlink: Netlink): Entry[] {
  if (kind === 'loopback') return [];
  const groups = kind === 'bridge' ? BRIDGE_GROUPS : PORT_GROUPS;
  const address = netlink.addresses().find(({ device, family }) => device === name && family === 'inet6')?.address;
  const tail = address
    ?.split(':')
    .slice(-2)
    .map((part) => part.padStart(4, '0'))
    .join('')
    .slice(-6);
  const solicited = tail === undefined ? [] : [`33:33:ff:${tail.replace(/..(?!$)/g, '$&:')}`];
  return [...groups, ...solicited].map((group) => ({ address: group, device: name, permanent: true }));
}

function entriesOf(link: LinkInfo, netlink: Netlink): Entry[] {
  const learned = netlink
    .forwarding()
    .filter(({ device }) => device === link.name)
    .reverse()
    .map(({ address, device, master, local, fixed }) => ({ address, device, master, permanent: local, fixed }));
  const own = ownEntries(link, netlink);
  return link.kind === 'bridge' ? [...own, ...learned] : [...learned, ...own];
}

const entryJson = ({ address, device, master, permanent, fixed }: Entry): Json => ({
  mac: address,
  ifname: device,
  flags: master === undefined ? ['self'] : [],
  ...(master !== undefined && { master }),
  state: permanent ? 'permanent' : fixed ? 'static' : '',
});

/** `bridge fdb show`: who is behind which port. */
function* showForwarding(call: Call, words: Words, json: JsonStyle): Task<void> {
  const { netlink } = call.sys;
  const filter: { bridge?: string; device?: string; kept?: (entry: Entry) => boolean } = {};
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'dynamic') {
      filter.kept = ({ permanent }) => !permanent;
      continue;
    }
    const value = words.next() ?? '';
    if (word === 'br') filter.bridge = known(netlink, value, `Cannot find bridge device "${value}"`);
    else if (word === 'dev' || word === 'brport') filter.device = known(netlink, value);
    else if (word === 'state' && value === 'permanent') filter.kept = ({ permanent }) => permanent;
    else if (word === 'state' && value === 'static') filter.kept = ({ fixed }) => fixed === true;
    else throw new NotSimulated(`bridge fdb show ${word}`);
  }
  const { bridge, device, kept = () => true } = filter;
  const entries = netlink
    .links()
    .filter(({ name, master }) => bridge === undefined || name === bridge || master === bridge)
    .filter(({ name }) => device === undefined || name === device)
    .flatMap((link) => entriesOf(link, netlink))
    .filter(kept);
  const line = (entry: Entry): string => {
    const on = device === undefined ? ` dev ${entry.device}` : '';
    const where = entry.master === undefined ? 'self' : `master ${entry.master}`;
    return `${entry.address}${on} ${where} ${entry.permanent ? 'permanent' : entry.fixed ? 'static' : ''}\n`;
  };
  yield* call.print(json ? jsonText(entries.map(entryJson), json) : entries.map(line).join(''));
}

/** `bridge mdb show`: nobody here joins a group behind a port. */
function showGroups(call: Call, words: Words): void {
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (!['dev', 'vid', 'src_vni', 'vni'].includes(word))
      throw failure(`Command "${word}" is unknown, try "bridge mdb help".`);
    const value = words.need();
    if (word === 'dev') known(call.sys.netlink, value);
  }
}

function verbOf(object: string, word: string | undefined, verbs: readonly string[]): string {
  if (word === undefined) return 'show';
  const verb = matching(word, verbs);
  if (verb === undefined) throw failure(`Command "${word}" is unknown, try "bridge ${object} help".`);
  return verb === 'list' || verb === 'lst' ? 'show' : verb;
}

function* run(call: Call): Task<number> {
  const words = new Words(call.operands, {
    incomplete: { text: 'Command line is not complete. Try option "help"', status: 255 },
  });
  let json: { pretty: boolean } | undefined;
  while (words.peek?.startsWith('-')) {
    const option = (words.next() as string).replace(/^--/, '-');
    if (LACKING_OPTIONS.includes(option)) throw new NotSimulated(`bridge ${option}`);
    if (option === '-V') {
      yield* call.print('bridge utility, 7.3.0\n');
      return 0;
    }
    if (option === '-j' || option === '-json') json = { pretty: json?.pretty ?? false };
    else if (option === '-p' || option === '-pretty') json = { pretty: true };
    else if (!['-o', '-oneline', '-c', '-color'].includes(option))
      throw failure(`Option "${option}" is unknown, try "bridge help".`);
  }
  const word = words.next();
  const object = word === undefined ? 'help' : matching(word, OBJECTS);
  if (object === undefined) throw failure(`Object "${word}" is unknown, try "bridge help".`);
  if (object === 'help') {
    yield* call.sys.write(2, USAGE);
    return 255;
  }
  if (object === 'mdb') {
    const verb = verbOf(object, words.next(), [
      'add',
      'replace',
      'delete',
      'show',
      'lst',
      'list',
      'get',
      'flush',
      'help',
    ]);
    if (verb !== 'show') throw new NotSimulated(`bridge mdb ${verb}`);
    showGroups(call, words);
    return 0;
  }
  if (object === 'vlan' && [undefined, 'show', 'list', 'lst'].includes(words.peek)) {
    // No bridge here filters VLANs: none of its ports has one to show.
    yield* call.print('port              vlan-id  \n');
    return 0;
  }
  if (object !== 'link' && object !== 'fdb') throw new NotSimulated(`bridge ${object}`);
  const verbs =
    object === 'link'
      ? ['set', 'show', 'lst', 'list', 'help']
      : ['add', 'append', 'replace', 'delete', 'get', 'show', 'lst', 'list', 'flush', 'help'];
  const verb = verbOf(object, words.next(), verbs);
  if (verb === 'set') {
    setPort(call, words);
    return 0;
  }
  if (object === 'fdb' && (verb === 'get' || verb === 'flush')) throw new NotSimulated(`bridge fdb ${verb}`);
  if (verb !== 'show') {
    changeForwarding(call, verb, words);
    return 0;
  }
  yield* object === 'link' ? showLinks(call, words, json) : showForwarding(call, words, json);
  return 0;
}

/** bridge of iproute2: ports and forwarding tables. */
export const bridge = defineProgram(
  {
    literal: true,
    *run(call) {
      try {
        return yield* run(call);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        yield* call.sys.write(2, `${error.message}\n`);
        return error.status;
      }
    },
  },
  function* () {
    return 255;
  },
);
