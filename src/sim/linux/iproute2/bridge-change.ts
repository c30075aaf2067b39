import { isErrno } from '../../kernel/errno.ts';
import type { BridgePortSettings } from '../../kernel/netlink.ts';
import { type Call, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { isHardware } from './request.ts';
import type { Words } from './words.ts';

export const failure = (message: string, status = 255): Failure => new Failure(message, status);

/** Does what the kernel may refuse. */
function ask(change: () => void): void {
  try {
    change();
  } catch (error) {
    throw isErrno(error) ? failure(`RTNETLINK answers: ${error.message}`) : error;
  }
}

const KINDS = ['static', 'dynamic', 'permanent', 'local'];
const IGNORED = ['self', 'master', 'temp', 'use'];

/** `bridge fdb add|append|replace|delete ADDRESS dev PORT [master] [static|dynamic]`. */
export function changeForwarding(call: Call, verb: string, words: Words): void {
  const { netlink } = call.sys;
  let [device, address, kind]: (string | undefined)[] = [];
  const given: string[] = [];
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'dev') device = words.need();
    else if (KINDS.includes(word)) kind = word;
    else if (IGNORED.includes(word)) given.push(word);
    else if (['dst', 'vlan', 'vni', 'port', 'via', 'router', 'sticky', 'extern_learn'].includes(word))
      throw new NotSimulated(`bridge fdb … ${word}`);
    else if (address === undefined) address = word;
    else throw failure(`Error: either "to" is duplicate, or "${word}" is garbage.`);
  }
  if (device === undefined || address === undefined) throw failure('Device and address are required arguments.');
  if (!isHardware(address)) throw failure(`Invalid mac address ${address}`);
  const link = netlink.links().find(({ name }) => name === device);
  if (link === undefined) throw failure(`Cannot find device "${device}"`);
  if (!given.includes('master') && link.kind !== 'bridge') throw new NotSimulated(`bridge fdb ${verb} … self`);
  const name = device;
  const mac = address;
  const state = kind === 'static' || kind === 'dynamic' ? kind : 'permanent';
  if (verb === 'delete') return ask(() => netlink.deleteForwarding(mac, name));
  ask(() => netlink.setForwarding({ address: mac, device: name, state, replaced: verb === 'replace' }));
}

const STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking'];
const SWITCHES: Readonly<Record<string, keyof BridgePortSettings>> = {
  ...{ hairpin: 'hairpin', learning: 'learning', flood: 'flood', isolated: 'isolated' },
};
const LACKING = ['guard', 'root_block', 'fastleave', 'learning_sync', 'mcast_flood', 'bcast_flood', 'mcast_router'];
const MORE_LACKING = ['mcast_to_unicast', 'neigh_suppress', 'vlan_tunnel', 'locked', 'mab', 'hwmode', 'backup_port'];

function stateOf(word: string): number {
  const state = /^[0-4]$/.test(word) ? Number(word) : STATES.indexOf(word);
  if (state < 0) throw failure('Error: invalid STP port state');
  return state;
}

function isOn(option: string, word: string): boolean {
  if (word !== 'on' && word !== 'off')
    throw failure(`Error: argument of "${option}" must be one of "off", "on", not "${word}"`, 234);
  return word === 'on';
}

/** `bridge link set dev PORT …`. */
export function setPort(call: Call, words: Words): void {
  const { netlink } = call.sys;
  let device: string | undefined;
  const port: { -readonly [K in keyof BridgePortSettings]?: BridgePortSettings[K] } = {};
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const setting = SWITCHES[word];
    if (word === 'dev') device = words.need();
    else if (word === 'cost' || word === 'priority') port[word] = Number(words.need());
    else if (word === 'state') port.state = stateOf(words.need());
    else if (setting) Object.assign(port, { [setting]: isOn(word, words.need()) });
    else if (LACKING.includes(word) || MORE_LACKING.includes(word)) throw new NotSimulated(`bridge link set ${word}`);
    else if (!['self', 'master'].includes(word)) throw new NotSimulated('bridge link help');
  }
  if (device === undefined) throw failure('Device is a required argument.');
  const name = device;
  if (!netlink.links().some((link) => link.name === name)) throw failure(`Cannot find bridge device "${name}"`);
  ask(() => netlink.setLink(name, { port }));
}
