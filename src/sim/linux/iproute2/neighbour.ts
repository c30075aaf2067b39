import type { NeighbourInfo } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import type { IpDialect } from './dialect.ts';
import { jsonText, neighbourJson } from './json.ts';
import { type IpOptions, neighboursText } from './listing.ts';
import { ask, familyOf, holds, isHardware, isPrefix, knownDevice } from './request.ts';
import type { Words } from './words.ts';

const STATES = ['permanent', 'reachable', 'stale', 'delay', 'probe', 'failed', 'incomplete', 'noarp', 'none', 'all'];

interface NeighbourWords {
  address?: string;
  device?: string;
  lladdr?: string;
  /** Each `nud` given. */
  nuds?: string[];
}

function readWords(words: Words, dialect: IpDialect): NeighbourWords {
  const read: NeighbourWords = {};
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'dev') read.device = words.need();
    else if (word === 'all' || word === 'any') continue;
    else if (word === 'lladdr') read.lladdr = words.need();
    else if (word === 'nud') {
      const nud = words.need();
      if (!STATES.includes(nud)) throw new Failure(dialect.badState(nud), dialect.status.unknown);
      read.nuds = [...(read.nuds ?? []), nud];
    } else {
      const address = word === 'to' ? words.need() : word;
      if (read.address !== undefined) throw dialect.duplicate('to', address);
      if (!isPrefix(address)) throw new Failure(dialect.unknown('neighbour address', address), 1);
      read.address = address;
    }
  }
  return read;
}

const fits =
  ({ address, device, nuds }: NeighbourWords) =>
  (neighbour: NeighbourInfo): boolean =>
    (address === undefined || holds(address, neighbour.address)) &&
    (device === undefined || neighbour.device === device) &&
    (nuds === undefined || nuds.includes('all') || nuds.includes(neighbour.state.toLowerCase()));

/** `ip neigh VERB …`. */
export function* neighbour(call: Call, verb: string, words: Words, dialect: IpDialect, options: IpOptions): Task<void> {
  const { netlink } = call.sys;
  if (verb === 'flush' && words.peek === undefined) throw new Failure(dialect.flushWhat('neigh'), 1);
  const read = readWords(words, dialect);
  const { address, device } = read;
  const changing = verb !== 'show' && verb !== 'flush';
  if (changing && (address === undefined || device === undefined))
    throw new Failure(
      `Device and ${verb === 'get' ? 'address' : 'destination'} are required arguments.`,
      dialect.status.unknown,
    );
  if (device !== undefined) knownDevice(netlink, dialect, device, true);
  if (verb === 'get') return yield* get(call, read, dialect, options);
  if (changing) return change(call, verb, read, dialect);
  const families = options.family === undefined ? (['inet', 'inet6'] as const) : [options.family];
  const shown = families.flatMap((family) => netlink.neighbours(family)).filter(fits(read));
  if (verb === 'show')
    return yield* call.print(
      options.json
        ? jsonText(shown.map(neighbourJson), options)
        : neighboursText(shown, device, dialect, options.statistics),
    );
  const doomed = shown.filter(
    ({ state }) => (dialect.flushesFailed || state !== 'FAILED') && (state !== 'PERMANENT' || read.nuds !== undefined),
  );
  for (const gone of doomed) ask(dialect, 'neighbour', () => netlink.deleteNeighbour(gone.address, gone.device));
  yield* call.print(dialect.flushed(neighboursText(doomed, device, dialect), doomed.length, options.statistics));
}

function* get(call: Call, read: NeighbourWords, dialect: IpDialect, options: IpOptions): Task<void> {
  const found = call.sys.netlink.neighbours().filter(fits(read));
  if (found.length === 0) throw new Failure('Error: Neighbour entry not found.', dialect.status.answers);
  const text = options.json ? jsonText(found.map(neighbourJson), options) : neighboursText(found, undefined, dialect);
  yield* call.print(text);
}

function change({ sys }: Call, verb: string, read: NeighbourWords, dialect: IpDialect): void {
  const { address = '', device = '', lladdr, nuds = [] } = read;
  const { netlink } = sys;
  if (lladdr !== undefined && !isHardware(lladdr)) throw new Failure(`"${lladdr}" is invalid lladdr.`, 1);
  if (verb === 'delete') return ask(dialect, 'neighbour', () => netlink.deleteNeighbour(address, device));
  const known = netlink.neighbours(familyOf(address)).some(fits({ address, device }));
  if (known && verb === 'add') throw new Failure('RTNETLINK answers: File exists', dialect.status.answers);
  if (lladdr === undefined) throw new Failure('Error: No link layer address given.', dialect.status.answers);
  if (!known && verb === 'change')
    throw new Failure('RTNETLINK answers: No such file or directory', dialect.status.answers);
  const nud = nuds.at(-1) ?? 'permanent';
  const state = nud === 'permanent' ? 'PERMANENT' : nud === 'reachable' ? 'REACHABLE' : 'STALE';
  ask(dialect, 'neighbour', () => netlink.setNeighbour({ address, device, lladdr, state }));
}
