import { type Errno, isErrno } from '../../kernel/errno.ts';
import type { IptablesTable } from '../../kernel/netfilter/iptables.ts';
import { ruleText, tableText } from '../../kernel/netfilter/rule-text.ts';
import type { Program, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { NotSimulated, refuseError } from '../not-simulated.ts';
import { lookUpAddress } from '../resolver/host.ts';
import { type Dialect, IP6TABLES, IPTABLES } from './dialect.ts';
import { briefText, Listing } from './listing.ts';
import { ParameterProblem } from './problem.ts';
import { isTable, parseRequest, type Request } from './request.ts';

const versionOf = ({ name }: Dialect): string => `${name} v1.8.13 (legacy)`;
const FAILED = 1;
const MISUSED = 2;
const NO_TABLE = 3;

/** Where the kernel's error means more in one command than elsewhere (libiptc.c, iptc_strerror). */
const MEANINGS: Readonly<Record<string, string>> = {
  'N EEXIST': 'Chain already exists',
  'I E2BIG': 'Index of insertion too big',
  'R E2BIG': 'Index of replacement too big',
  'D E2BIG': 'Index of deletion too big',
  'Z E2BIG': 'Index of counter too big',
  'P ENOENT': 'Bad built-in chain name',
  ENOENT: 'No chain/target/match by that name',
};

/** The rule is not there, though its chain is. */
class NoSuchRule extends Error {}

/** The table that is asked for is out of reach. */
export class NoTable extends Error {}

export function tableOf(sys: System, name: string, dialect: Dialect): IptablesTable {
  const fault = (reason: string): NoTable =>
    new NoTable(`can't initialize ${dialect.name} table \`${name}': ${reason}`);
  if (!isTable(name)) throw fault('Table does not exist (do you need to insmod?)');
  try {
    return sys.iptables(name, dialect.family);
  } catch (error) {
    throw isErrno(error, 'EPERM') ? fault('Permission denied (you must be root)') : error;
  }
}

function* list(sys: System, table: IptablesTable, dialect: Dialect, { chain, number, flags }: Request): Task<string> {
  const listing = new Listing(table, {
    dialect,
    numeric: flags.has('n'),
    verbose: flags.has('v'),
    exact: flags.has('x'),
    lineNumbers: flags.has('line-numbers'),
    nameOf: (address) => lookUpAddress(sys, address),
  });
  if (chain === undefined || number === undefined) return yield* listing.chains(chain);
  const rule = table.chain(chain).rules[number - 1];
  return rule ? yield* listing.rule(rule, number - 1) : '';
}

function listRules(table: IptablesTable, { chain, number, flags }: Request): string {
  const verbose = flags.has('v');
  if (chain === undefined || number === undefined) return `${tableText(table, chain, verbose).join('\n')}\n`;
  const rule = table.chain(chain).rules[number - 1];
  return rule ? `${ruleText(chain, rule.spec, verbose ? rule : undefined)}\n` : '';
}

function deleteRule(table: IptablesTable, chain: string, { number, specs }: Request): void {
  if (number !== undefined) table.deleteAt(chain, number - 1);
  else
    for (const spec of specs) {
      if (!table.has(chain, spec)) throw new NoSuchRule();
      table.delete(chain, spec);
    }
}

function deleteChains(table: IptablesTable, chain: string | undefined): void {
  const user = table.chains.filter(({ policy }) => policy === undefined).map(({ name }) => name);
  for (const name of chain === undefined ? user : [chain]) table.deleteChain(name);
}

function setPolicy(table: IptablesTable, chain: string, policy: string | undefined): string | undefined {
  if (table.find(chain)?.policy !== undefined && policy !== 'ACCEPT' && policy !== 'DROP') {
    return "Bad policy name. Run `dmesg' for more information.";
  }
  table.setPolicy(chain, policy as 'ACCEPT' | 'DROP');
  return undefined;
}

/** Does what a command changes; what is wrong with it, where that is no errno. */
export function change(table: IptablesTable, request: Request): string | undefined {
  const { command, number, specs, operand } = request;
  const chain = request.chain ?? '';
  switch (command) {
    case 'A':
      for (const spec of specs) table.append(chain, spec);
      return undefined;
    case 'I':
      for (const spec of specs) table.insert(chain, spec, (number ?? 1) - 1);
      return undefined;
    case 'C':
      if (!specs.every((spec) => table.has(chain, spec))) throw new NoSuchRule();
      return undefined;
    case 'D':
      deleteRule(table, chain, request);
      return undefined;
    case 'N':
      table.newChain(chain);
      return undefined;
    case 'E':
      table.renameChain(chain, operand ?? '');
      return undefined;
    case 'P':
      return setPolicy(table, chain, operand);
    case 'F':
      table.flush(request.chain);
      return undefined;
    case 'X':
      deleteChains(table, request.chain);
      return undefined;
    case 'R':
      for (const spec of specs) table.replace(chain, spec, (number ?? 1) - 1);
      return undefined;
    case 'Z':
      if (number === undefined) table.zero(request.chain);
      else table.zeroAt(chain, number - 1);
      return undefined;
    default:
      throw new NotSimulated(`iptables -${command}`);
  }
}

/** `-v` beside a command that changes something: what it is about. */
function verboseText(table: IptablesTable, dialect: Dialect, { command, chain, specs }: Request): string {
  if ('ACIDR'.includes(command)) return specs.map((spec) => briefText(spec, dialect)).join('');
  const verb = { F: 'Flushing', X: 'Deleting', Z: 'Zeroing' }[command];
  if (verb === undefined) return '';
  const all = table.chains.filter(({ policy }) => command !== 'X' || policy === undefined).map(({ name }) => name);
  return (chain === undefined ? all : [chain]).map((name) => `${verb} chain \`${name}'\n`).join('');
}

function errnoText(command: string, { code, message }: Errno): string {
  const meaning = MEANINGS[`${command} ${code}`] ?? MEANINGS[code] ?? message;
  return `${meaning}.${code === 'EINVAL' ? " Run `dmesg' for more information." : ''}`;
}

function* perform(sys: System, dialect: Dialect, request: Request): Task<number> {
  const { command, flags } = request;
  const table = tableOf(sys, request.table, dialect);
  try {
    if (command === 'L') yield* sys.write(1, yield* list(sys, table, dialect, request));
    else if (command === 'S') yield* sys.write(1, listRules(table, request));
    else {
      if (flags.has('v')) yield* sys.write(1, verboseText(table, dialect, request));
      const fault = change(table, request);
      if (fault !== undefined) return yield* fail(sys, dialect, fault);
    }
    return 0;
  } catch (error) {
    if (error instanceof NoSuchRule)
      return yield* fail(sys, dialect, 'Bad rule (does a matching rule exist in that chain?).');
    if (!isErrno(error) || error.code === 'EPIPE') throw error;
    return yield* fail(sys, dialect, errnoText(command, error));
  }
}

function* fail(sys: System, { name }: Dialect, text: string): Task<number> {
  yield* sys.write(2, `${name}: ${text}\n`);
  return FAILED;
}

function* run(sys: System, dialect: Dialect): Task<number> {
  const isChain = (table: string, name: string): boolean => tableOf(sys, table, dialect).find(name) !== undefined;
  const request = parseRequest(sys.argv.slice(1), dialect, isChain);
  if (request.flags.has('h')) throw new NotSimulated(`${dialect.name} -h`);
  if (!request.flags.has('V')) return yield* perform(sys, dialect, request);
  yield* sys.write(1, `${versionOf(dialect)}\n`);
  return 0;
}

/** One of the two programs. */
const program = (dialect: Dialect): Program =>
  function* (sys) {
    const { name } = dialect;
    try {
      return yield* run(sys, dialect);
    } catch (error) {
      if (error instanceof NotSimulated) return yield* refuseError(sys, error);
      if (error instanceof NoTable) {
        const advice = `Perhaps ${name} or your kernel needs to be upgraded.`;
        yield* sys.write(2, `${versionOf(dialect)}: ${error.message}\n${advice}\n`);
        return NO_TABLE;
      }
      if (!(error instanceof ParameterProblem)) throw error;
      const text = error.bare ? error.message : `${versionOf(dialect)}: ${error.message}`;
      yield* sys.write(2, `${text && `${text}\n`}Try \`${name} -h' or '${name} --help' for more information.\n`);
      return MISUSED;
    }
  };

/** iptables(8), the legacy one as Debian has it beside Docker. */
export const iptables = program(IPTABLES);

/** ip6tables(8): the same for IPv6. */
export const ip6tables = program(IP6TABLES);
