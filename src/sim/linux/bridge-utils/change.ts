import { isErrno } from '../../kernel/errno.ts';
import type { Netlink } from '../../kernel/netlink.ts';
import { NotSimulated } from '../not-simulated.ts';

/** What is wrong with a change, in brctl's words; undefined where it was made. */
type Outcome = string | undefined;

const isBridge = (netlink: Netlink, name: string): boolean =>
  netlink.links().some((link) => link.name === name && link.kind === 'bridge');

function attempt(change: () => void, complaint: (reason: string) => string): Outcome {
  try {
    change();
    return undefined;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return complaint(error.message);
  }
}

function addBridge(netlink: Netlink, name: string): Outcome {
  if (netlink.links().some((link) => link.name === name))
    return `device ${name} already exists; can't create bridge with the same name`;
  return attempt(
    () => netlink.addLink({ kind: 'bridge', name }),
    (reason) => `add bridge failed: ${reason}`,
  );
}

function deleteBridge(netlink: Netlink, name: string): Outcome {
  if (!netlink.links().some((link) => link.name === name)) return `bridge ${name} doesn't exist; can't delete it`;
  if (!isBridge(netlink, name)) return `can't delete bridge ${name}: Operation not permitted`;
  if (netlink.links().some((link) => link.name === name && link.flags.includes('UP')))
    return `bridge ${name} is still up; can't delete it`;
  return attempt(
    () => netlink.deleteLink(name),
    (reason) => `can't delete bridge ${name}: ${reason}`,
  );
}

function addPort(netlink: Netlink, bridge: string, port: string): Outcome {
  const link = netlink.links().find(({ name }) => name === port);
  if (link === undefined) return `interface ${port} does not exist!`;
  if (!isBridge(netlink, bridge)) return `bridge ${bridge} does not exist!`;
  if (link.kind === 'bridge')
    return `device ${port} is a bridge device itself; can't add a bridge device to a bridge device.`;
  if (link.master !== undefined)
    return `device ${port} is already a member of a bridge; can't add it to bridge ${bridge}.`;
  return attempt(
    () => netlink.setLink(port, { master: bridge }),
    (reason) => `can't add ${port} to bridge ${bridge}: ${reason}`,
  );
}

function deletePort(netlink: Netlink, bridge: string, port: string): Outcome {
  const link = netlink.links().find(({ name }) => name === port);
  if (link === undefined) return `interface ${port} does not exist!`;
  if (!isBridge(netlink, bridge)) return `bridge ${bridge} does not exist!`;
  if (link.master !== bridge) return `device ${port} is not a port of ${bridge}`;
  return attempt(
    () => netlink.setLink(port, { master: null }),
    (reason) => `can't delete ${port} from ${bridge}: ${reason}`,
  );
}

/** STP is off on every bridge here, and can only stay so. */
function stp(netlink: Netlink, bridge: string, word: string): Outcome {
  const on = ['on', 'yes', '1'].includes(word);
  if (!on && !['off', 'no', '0'].includes(word)) return 'expect on/off for argument';
  if (!isBridge(netlink, bridge)) return 'set stp status failed: No such device';
  if (on) throw new NotSimulated('brctl stp on');
  return undefined;
}

/** A port's cost, priority or hairpin mode. */
function setPort(netlink: Netlink, command: string, [bridge = '', port = '', word = '']: readonly string[]): Outcome {
  const hairpin = ['on', 'yes', '1'].includes(word);
  if (command === 'hairpin' && !hairpin && !['off', 'no', '0'].includes(word)) return 'expect on/off for argument';
  const what = { setpathcost: 'path cost', setportprio: 'port priority', hairpin: 'hairpin' }[command];
  if (!netlink.links().some(({ name, master }) => name === port && master === bridge))
    return `set ${what} failed: No such device`;
  const value = Number(word);
  if (command === 'setportprio' && value > MOST_PRIORITY) return `set ${what} failed: Numerical result out of range`;
  const change = { setpathcost: { cost: value }, setportprio: { priority: value }, hairpin: { hairpin } }[command];
  netlink.setLink(port, { port: change ?? {} });
  return undefined;
}

/** BR_PORT_BITS leave six for it. */
const MOST_PRIORITY = 63;

/** One of brctl's changes. */
export function changeBridge(netlink: Netlink, command: string, operands: readonly string[]): Outcome {
  const [bridge = '', port = ''] = operands;
  switch (command) {
    case 'addbr':
      return addBridge(netlink, bridge);
    case 'delbr':
      return deleteBridge(netlink, bridge);
    case 'addif':
      return addPort(netlink, bridge, port);
    case 'stp':
      return stp(netlink, bridge, port);
    case 'setpathcost':
    case 'setportprio':
    case 'hairpin':
      return setPort(netlink, command, operands);
    case 'delif':
      return deletePort(netlink, bridge, port);
    default:
      throw new NotSimulated(`brctl ${command}`);
  }
}
