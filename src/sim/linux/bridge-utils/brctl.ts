import type { LinkInfo } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, defineProgram } from '../call.ts';
import { changeBridge } from './change.ts';

/** Its commands: name, operands, how many of them, and what the help says. */
const COMMANDS: readonly (readonly [name: string, operands: string, count: number, help: string])[] = [
  ['addbr', '<bridge>', 1, 'add bridge'],
  ['delbr', '<bridge>', 1, 'delete bridge'],
  ['addif', '<bridge> <device>', 2, 'add interface to bridge'],
  ['delif', '<bridge> <device>', 2, 'delete interface from bridge'],
  ['hairpin', '<bridge> <port> {on|off}', 3, 'turn hairpin on/off'],
  ['setageing', '<bridge> <time>', 2, 'set ageing time'],
  ['setbridgeprio', '<bridge> <prio>', 2, 'set bridge priority'],
  ['setfd', '<bridge> <time>', 2, 'set bridge forward delay'],
  ['sethello', '<bridge> <time>', 2, 'set hello time'],
  ['setmaxage', '<bridge> <time>', 2, 'set max message age'],
  ['setpathcost', '<bridge> <port> <cost>', 3, 'set path cost'],
  ['setportprio', '<bridge> <port> <prio>', 3, 'set port priority'],
  ['show', '[ <bridge> ]', 0, 'show a list of bridges'],
  ['showmacs', '<bridge>', 1, 'show a list of mac addrs'],
  ['showstp', '<bridge>', 1, 'show bridge stp info'],
  ['stp', '<bridge> {on|off}', 2, 'turn stp on/off'],
];

/** Operands and help, two tabs apart where the operands are short. */
const described = (operands: string, help: string): string => `${operands}\t${operands.length < 16 ? '\t' : ''}${help}`;

const USAGE = `Usage: brctl [commands]
commands:
${COMMANDS.map(([name, operands, , help]) => `\t${name.padEnd(10)}\t${described(operands, help)}\n`).join('')}`;

const HEAD = 'bridge name\tbridge id\t\tSTP enabled\tinterfaces\n';

function* show(call: Call, names: readonly string[]): Task<number> {
  const { sys } = call;
  const links = sys.netlink.links();
  const bridges = links.filter(({ kind }) => kind === 'bridge');
  let status = 0;
  const wanted = names.length > 0 ? names : bridges.map(({ name }) => name).sort();
  const missing = wanted.filter((name) => !bridges.some((bridge) => bridge.name === name));
  if (missing.length < wanted.length || wanted.length === 0) yield* call.print(HEAD);
  for (const name of wanted) {
    const bridge = bridges.find((other) => other.name === name);
    if (bridge !== undefined) yield* call.print(bridgeLines(bridge, links));
    else {
      yield* sys.write(2, `bridge ${name} does not exist!\n`);
      status = 1;
    }
  }
  return status;
}

function bridgeLines({ name, address }: LinkInfo, links: readonly LinkInfo[]): string {
  const ports = links.filter(({ master }) => master === name).map((port) => port.name);
  const [first = '', ...others] = ports.sort();
  return [
    `${name}\t\t8000.${address.replaceAll(':', '')}\tno\t\t${first}`,
    ...others.map((port) => `\t\t\t\t\t\t\t${port}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function* showMacs(call: Call, name: string): Task<number> {
  const { sys } = call;
  const links = sys.netlink.links();
  if (!links.some((link) => link.name === name && link.kind === 'bridge')) {
    yield* sys.write(2, 'read of forward table failed: No such device\n');
    return 1;
  }
  const ports = links.filter(({ master }) => master === name).map((port) => port.name);
  const rows = sys.netlink
    .forwarding()
    .filter(({ master, device }) => master === name && device !== name)
    .map(({ address, device, local, age }) => ({ port: ports.indexOf(device) + 1, address, local, age }))
    .sort((a, b) => a.port - b.port || (a.address < b.address ? -1 : 1));
  yield* call.print('port no\tmac addr\t\tis local?\tageing timer\n');
  for (const { port, address, local, age } of rows)
    yield* call.print(
      `${String(port).padStart(3)}\t${address}\t${local ? 'yes' : 'no'}\t\t${(age / 1e6).toFixed(2).padStart(7)}\n`,
    );
  return 0;
}

/** brctl: the bridges and who is behind their ports. */
export const brctl = defineProgram(
  {
    short: 'hV',
    long: { help: 'h', version: 'V' },
    stopAtOperand: true,
    *run(call) {
      const { sys, options } = call;
      if (options.has('V')) {
        yield* call.print('bridge-utils, 1.7\n');
        return 0;
      }
      const [name, ...operands] = call.operands;
      const command = COMMANDS.find(([known]) => known === name);
      if (command === undefined) {
        if (name !== undefined) yield* sys.write(2, `never heard of command [${name}]\n`);
        yield* sys.write(name === undefined || options.has('h') ? 1 : 2, USAGE);
        return 1;
      }
      const [, wanted, count, help] = command;
      if (operands.length < count) {
        yield* sys.write(
          1,
          `Incorrect number of arguments for command\nUsage: brctl ${name} ${described(wanted, help)}\n`,
        );
        return 1;
      }
      if (name === 'show') return yield* show(call, operands);
      if (name === 'showmacs') return yield* showMacs(call, operands[0] as string);
      const complaint = changeBridge(sys.netlink, name as string, operands);
      if (complaint !== undefined) yield* sys.write(2, `${complaint}\n`);
      return complaint === undefined ? 0 : 1;
    },
  },
  function* (sys) {
    yield* sys.write(2, USAGE);
    return 1;
  },
);
