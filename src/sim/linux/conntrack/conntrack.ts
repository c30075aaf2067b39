import { isErrno } from '../../kernel/errno.ts';
import type { ConnectionEvent, ConntrackTable } from '../../kernel/netlink.ts';
import type { Program, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { getopt, type Options } from '../getopt.ts';
import { NotSimulated, refuseError } from '../not-simulated.ts';
import { flowFilter } from './filter.ts';
import { type FlowFormat, flowText } from './flow.ts';
import { ConntrackProblem } from './problem.ts';
import { CONNTRACK_USAGE } from './usage.ts';

const VERSION = 'conntrack v1.4.9 (conntrack-tools)';
const COMMANDS = ['L', 'D', 'F', 'C', 'E', 'S', 'G', 'I', 'U', 'A', 'h', 'V'];
const LACKING = ['S', 'G', 'I', 'U', 'A', 'z', 'l', 'w', 'c', 't', 'b'];

const SYNTAX = {
  short: 'LDFCESGIUAhVs:d:r:q:p:m:u:e:o:n::g::j::f:zl:w:c:t:b:',
  long: {
    ...{ dump: 'L', delete: 'D', flush: 'F', count: 'C', event: 'E', stats: 'S', get: 'G', create: 'I', update: 'U' },
    ...{ add: 'A', help: 'h', version: 'V', src: 's', 'orig-src': 's', dst: 'd', 'orig-dst': 'd' },
    ...{ 'reply-src': 'r', 'reply-dst': 'q', protonum: 'p', mark: 'm', status: 'u', 'event-mask': 'e', output: 'o' },
    ...{ 'src-nat': 'n', 'dst-nat': 'g', 'any-nat': 'j', family: 'f', zero: 'z', label: 'l', zone: 'w', timeout: 't' },
    ...{ sport: 'sport:', 'orig-port-src': 'sport:', dport: 'dport:', 'orig-port-dst': 'dport:', state: 'state:' },
    ...{ 'reply-port-src': 'reply-port-src:', 'reply-port-dst': 'reply-port-dst:' },
  },
} as const;

/** getopt's complaints in conntrack's words. */
function complaintOf(text: string): string {
  const [, letter] = /^invalid option -- '(.)'$/.exec(text) ?? [];
  if (letter !== undefined) return `unknown option \`-${letter}'`;
  const [, long] = /^unrecognized option '(.*)'$/.exec(text) ?? [];
  if (long !== undefined) return `unknown option \`${long}'`;
  const [, short] = /^option requires an argument -- '(.)'$/.exec(text) ?? [];
  const [, name] = /^option '(.*)' requires an argument$/.exec(text) ?? [];
  return `option \`${name ?? `-${short}`}' requires an argument`;
}

interface Request {
  readonly command: string;
  readonly options: Options;
  readonly table: string | undefined;
  readonly format: FlowFormat;
}

function parse(words: readonly string[]): Request {
  const parsed = getopt(words, SYNTAX);
  if ('error' in parsed) throw new ConntrackProblem(complaintOf(parsed.error));
  const { options, operands } = parsed;
  const commands = options.order.map(([key]) => key).filter((key) => COMMANDS.includes(key));
  const [command = '', another] = commands;
  if (another !== undefined) throw new ConntrackProblem('Invalid commands combination');
  const [table] = operands;
  if (table !== undefined && !['conntrack', 'expect', 'dying', 'unconfirmed'].includes(table))
    throw new ConntrackProblem(`unknown type \`${table}'`);
  const lacking = LACKING.find((key) => options.has(key));
  if (lacking !== undefined) throw new NotSimulated(`conntrack -${lacking}`);
  return { command, options, table, format: formatOf(options) };
}

function formatOf(options: Options): FlowFormat {
  const words = options.values('o').flatMap((value) => value.split(','));
  for (const word of words) {
    if (['xml', 'save', 'ktimestamp', 'labels', 'userspace'].includes(word))
      throw new NotSimulated(`conntrack -o ${word}`);
    if (!['extended', 'id', 'timestamp'].includes(word)) throw new ConntrackProblem(`Bad parameter \`${word}'`);
  }
  return { extended: words.includes('extended'), id: words.includes('id') };
}

/** `-L` and `-D`: the flows that the filters let through; deleting none is a failure. */
function* select(sys: System, table: ConntrackTable, { command, options, format, ...request }: Request): Task<number> {
  const filter = flowFilter(options);
  // Nobody has helpers that expect connections, and none is on its way in or out when this looks.
  const asked = request.table ?? 'conntrack';
  const flows = asked === 'conntrack' ? table.connections().filter(filter) : [];
  for (const flow of flows) {
    if (command === 'D') table.forget(flow.id);
    yield* sys.write(1, `${flowText(flow, format)}\n`);
  }
  const done = command === 'D' ? 'deleted' : 'shown';
  yield* sys.write(
    2,
    `${VERSION}: ${flows.length} ${asked === 'expect' ? 'expectations' : 'flow entries'} have been ${done}.\n`,
  );
  return command === 'D' && flows.length === 0 ? 1 : 0;
}

/** As `-e` names them. */
const MASKS: Readonly<Record<ConnectionEvent['kind'], string>> = { new: 'new', update: 'updates', destroy: 'destroy' };

const EVENTS: Readonly<Record<ConnectionEvent['kind'], string>> = {
  new: '    [NEW] ',
  update: ' [UPDATE] ',
  destroy: '[DESTROY] ',
};

/** `-E`: what happens, until it is interrupted. */
function* follow(sys: System, table: ConntrackTable, { options, format }: Request): Task<number> {
  const passes = flowFilter(options);
  const mask = options.value('e')?.toLowerCase().split(',') ?? ['all'];
  const events = table.subscribe();
  let count = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) sys.signal(signal, () => {});
  try {
    for (;;) {
      const { kind, connection } = yield* events.next();
      if (!passes(connection) || !mask.some((name) => name === 'all' || name === MASKS[kind])) continue;
      count++;
      yield* sys.write(1, `${EVENTS[kind]}${flowText(connection, { ...format, event: true })}\n`);
    }
  } catch (error) {
    if (!isErrno(error, 'EINTR')) throw error;
  } finally {
    events.close();
  }
  yield* sys.write(2, `${VERSION}: ${count} flow events have been shown.\n`);
  return 0;
}

function* perform(sys: System, request: Request): Task<number> {
  const { command, options } = request;
  if (command === '' || command === 'h' || command === 'V') {
    yield* sys.write(1, command === 'V' ? `${VERSION}\n` : CONNTRACK_USAGE);
    return 0;
  }
  const table = sys.conntrack();
  if (command === 'L' || command === 'D') return yield* select(sys, table, request);
  if (command === 'E') return yield* follow(sys, table, request);
  flowFilter(options);
  const all = table.connections();
  if (command === 'C') yield* sys.write(1, `${all.length}\n`);
  else {
    for (const { id } of all) table.forget(id);
    yield* sys.write(2, `${VERSION}: connection tracking table has been emptied.\n`);
  }
  return 0;
}

/** conntrack of conntrack-tools: the connections that the firewall tracks. */
export const conntrack: Program = function* (sys) {
  const complain = function* (text: string, status: number): Task<number> {
    yield* sys.write(2, `${VERSION}: ${text}\n`);
    return status;
  };
  try {
    return yield* perform(sys, parse(sys.argv.slice(1)));
  } catch (error) {
    if (error instanceof NotSimulated) return yield* refuseError(sys, error);
    if (isErrno(error, 'EPERM')) return yield* complain('Operation failed: Operation not permitted', 1);
    if (!(error instanceof ConntrackProblem)) throw error;
    return yield* complain(`${error.message}\nTry \`conntrack -h' or 'conntrack --help' for more information.`, 2);
  }
};
