import type { Task } from '../../kernel/task.ts';
import { prefixToMask } from '../../kernel/wire/address.ts';
import {
  BadAddress,
  changeAddress6,
  deviceOf,
  resolve,
  setAddress,
  setBroadcast,
  setFlags,
  setMask,
  setNumber,
  setUp,
} from '../busybox/ifconfig-change.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { isHardware } from '../iproute2/request.ts';
import { NotSimulated } from '../not-simulated.ts';
import { orDie } from '../system-call.ts';

const LACKING = ['dstaddr', 'pointopoint', 'keepalive', 'outfill', 'trailers', 'allmulti', 'dynamic', 'tunnel', 'name'];
const WITH_VALUE = ['dstaddr', 'keepalive', 'outfill', 'tunnel', 'name'];
const FLAGS = { arp: 'arp', promisc: 'promiscuous', multicast: 'multicast' } as const;
const ADVICE = "\nifconfig: `--help' gives usage information.";

/** hstrerror(3). */
const unknown = ({ host, again }: BadAddress): string =>
  `${host}: ${again ? 'Host name lookup failure' : 'Unknown host'}`;

/** Carries out `ifconfig NAME WORD…` of net-tools. Failures are told without the program's name; a missing argument is a misuse. */
export function* changeInterface(call: Call, name: string, words: readonly string[]): Task<number> {
  const left = [...words];
  try {
    if (!call.sys.netlink.links().some((link) => link.name === deviceOf(name))) {
      yield* call.sys.write(2, `${name}: ERROR while getting interface flags: No such device\n`);
      return 255;
    }
    for (let word = left.shift(); word !== undefined; word = left.shift()) yield* change(call, name, word, left);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure) || error instanceof NotSimulated) throw error;
    yield* call.sys.write(2, `${error instanceof BadAddress ? unknown(error) : error.message}\n`);
    return error.status;
  }
}

function* change(call: Call, name: string, word: string, left: string[]): Task<void> {
  const bare = word.replace(/^-/, '');
  const argument = (): string => {
    const value = left.shift();
    if (value === undefined) throw new Misuse();
    return value;
  };
  if (WITH_VALUE.includes(word)) argument();
  if (LACKING.includes(bare)) throw new NotSimulated(`ifconfig ${name} ${word}`);
  if (word === 'up' || word === 'down') setUp(call, name, word === 'up');
  else if (bare in FLAGS) setFlags(call, name, { [FLAGS[bare as 'arp']]: word === bare });
  else if (word === 'mtu' || word === 'txqueuelen') setNumber(call, name, word, Number.parseInt(argument(), 10) || 0);
  else if (word === 'hw') setHardware(call, name, argument(), argument);
  else if (word === 'add' || word === 'del') yield* changeAddress6(call, deviceOf(name), word, argument());
  else if (word === 'netmask') setMask(call, name, yield* resolve(call, argument()));
  else if (word === '-broadcast') yield* call.sys.write(2, `Warning: Interface ${name} still in BROADCAST mode.\n`);
  else if (word === 'broadcast') setBroadcast(call, name, yield* resolve(call, argument()));
  else if (word !== 'inet' && word !== 'inet6') yield* changeAddress(call, name, word);
}

function setHardware({ sys }: Call, name: string, kind: string, argument: () => string): void {
  if (kind !== 'ether') throw new Misuse();
  const address = argument();
  if (!isHardware(address)) throw new Failure(`${address}: invalid ether address.`);
  orDie('SIOCSIFHWADDR', () => sys.netlink.setLink(deviceOf(name), { address }));
}

/** `ADDRESS`, `ADDRESS/PREFIX`. */
function* changeAddress(call: Call, name: string, word: string): Task<void> {
  const [host = '', length] = word.split('/');
  try {
    setAddress(call, name, yield* resolve(call, host));
  } catch (error) {
    throw error instanceof BadAddress ? new Failure(unknown(error) + ADVICE) : error;
  }
  if (length !== undefined) setMask(call, name, prefixToMask(Number(length)));
}
