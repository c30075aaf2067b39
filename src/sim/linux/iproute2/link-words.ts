import type { LinkChange } from '../../kernel/netlink.ts';
import { Failure } from '../call.ts';
import type { IpDialect, Request } from './dialect.ts';
import { isHardware } from './request.ts';
import type { Words } from './words.ts';

const SWITCHES: Readonly<Record<string, 'multicast' | 'arp' | 'promiscuous'>> = {
  ...{ multicast: 'multicast', arp: 'arp', promisc: 'promiscuous' },
};

/** A property of a link, and what the kernel is asked for with it. */
interface Wish {
  readonly change: LinkChange;
  readonly request: Request;
}

/** `on` or `off`. */
function switched(word: string, what: string): boolean {
  if (word !== 'on' && word !== 'off')
    throw new Failure(`Error: argument of "${what}" must be "on" or "off", not "${word}"`, 1);
  return word === 'on';
}

function number(words: Words, what: 'mtu' | 'txqueuelen', dialect: IpDialect): number {
  const { word, value } = words.number();
  if (value === undefined) throw dialect.wrong(what, word);
  return value;
}

/** lladdr: pairs of digits, of the length that the device's addresses have. */
function hardware(word: string, dialect: IpDialect): string {
  if (isHardware(word)) return word;
  const parts = word.split(':');
  if (!dialect.listsAll && parts.every((part) => /^[0-9a-f]{1,2}$/i.test(part)))
    throw new Failure(`Invalid address length ${parts.length} - must be 6 bytes`, 1);
  throw new Failure(dialect.badHardware(word), 1);
}

/** check_ifname() */
function interfaceName(word: string, dialect: IpDialect): string {
  if (!dialect.listsAll && (word === '' || word.length > 15 || /[/\s]/.test(word)))
    throw new Failure(`Error: argument "${word}" is wrong: "name" not a valid ifname`, 255);
  return word;
}

/** One property of `ip link set`; undefined for a word that names none. */
export function readChange(word: string, words: Words, dialect: IpDialect): Wish | undefined {
  const as = (request: Request, change: LinkChange): Wish => ({ request, change });
  const flag = SWITCHES[word];
  if (flag !== undefined) return as('flags', { [flag]: switched(words.need(), word) });
  switch (word) {
    case 'up':
    case 'down':
      return as('flags', { up: word === 'up' });
    case 'mtu':
      return as('mtu', { mtu: number(words, 'mtu', dialect) });
    case 'address':
      return as('hardware address', { address: hardware(words.need(), dialect) });
    case 'name':
      return as('name', { name: interfaceName(words.need(), dialect) });
    case 'master':
      return as('link', { master: words.need() });
    case 'nomaster':
      return as('link', { master: null });
    case 'alias':
      return as('link', { alias: words.need() });
    case 'txqueuelen':
    case 'txqlen':
    case 'qlen':
      return as('link', { txQueueLength: number(words, 'txqueuelen', dialect) });
    default:
      return undefined;
  }
}
