import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { parseIpv4, parseIpv6 } from '../../kernel/wire/address.ts';
import { DNS_CLASS_IN, DNS_RCODE, type DnsType, emitDns } from '../../kernel/wire/dns.ts';
import { Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { readConfiguration } from '../read-file.ts';
import { lookUpHost } from '../resolver/host.ts';
import { applet } from './applet.ts';
import { Lookup, type Query, type Server } from './nslookup-lookup.ts';
import { type NslookupSettings, nslookupSettings } from './nslookup-options.ts';

interface Configuration {
  readonly servers: readonly string[];
  readonly search: readonly string[];
}

/** Its own reading of /etc/resolv.conf: as many servers as there are; without a search list, the host name's domain. */
function* configuration(sys: System): Task<Configuration> {
  const lines = (yield* readConfiguration(sys, '/etc/resolv.conf')).split('\n').map((line) => line.trim());
  const values = (keyword: string): string[] =>
    lines.flatMap((line) => {
      const [word, ...rest] = line.split(/[ \t]+/);
      return word === keyword && rest.length > 0 ? [rest.join(' ')] : [];
    });
  const dot = sys.hostname().indexOf('.');
  const domain = dot < 0 ? '' : sys.hostname().slice(dot + 1);
  const search = values('search').at(-1) ?? values('domain').at(-1) ?? domain;
  const servers = values('nameserver');
  return {
    servers: servers.length > 0 ? servers : ['127.0.0.1'],
    search: search === '.' ? [] : search.split(' ').filter((word) => word !== ''),
  };
}

/** libbb's xhost2sockaddr(): an address or a name, with a port behind a colon perhaps. */
function* serverAt(sys: System, name: string, defaultPort: number): Task<Server> {
  const [, bare = name, port] = /^([^:]*):(\d+)$/.exec(name) ?? [];
  const found = yield* lookUpHost(sys, bare);
  const [first] = typeof found === 'string' ? [] : found.addresses;
  if (first === undefined) throw new Failure(`bad address '${name}'`);
  if (first.family === 'inet6') throw new NotSimulated(`nslookup … ${name} (IPv6)`);
  return { name, address: first.address, port: port === undefined ? defaultPort : Number(port) };
}

/** The name under which DNS keeps the names of an address (make_ptr). */
function reverseName(text: string): string | undefined {
  const ipv6 = parseIpv6(text);
  if (ipv6 !== undefined) {
    const mapped = ipv6.subarray(0, 12).every((byte, i) => byte === (i < 10 ? 0 : 0xff));
    if (mapped) return `${[...ipv6.subarray(12)].reverse().join('.')}.in-addr.arpa`;
    const digits = [...ipv6].flatMap((byte) => [byte >> 4, byte & 0xf]).reverse();
    return `${digits.map((digit) => digit.toString(16)).join('.')}.ip6.arpa`;
  }
  return parseIpv4(text) === undefined ? undefined : `${text.split('.').reverse().join('.')}.in-addr.arpa`;
}

function bytesOf(id: number, name: string, type: DnsType): Uint8Array | undefined {
  const flags = { response: false, opcode: 0, authoritative: false, truncated: false, recursionDesired: true };
  const none = { answers: [], authorities: [], additionals: [] };
  const questions = [{ name: name.replace(/\.$/, ''), type, class: DNS_CLASS_IN }];
  try {
    return emitDns({ id, ...flags, recursionAvailable: false, rcode: DNS_RCODE.NOERROR, questions, ...none });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** All that is to be asked: for each type, a bare name in each domain of the search list. */
function queriesFor(sys: System, { host, types }: NslookupSettings, search: readonly string[]): Query[] {
  const reverse = types.length === 0 ? reverseName(host) : undefined;
  const guessed: readonly DnsType[] = reverse === undefined ? ['A', 'AAAA'] : ['PTR'];
  const asked = (types.length > 0 ? types : guessed).flatMap((type) => {
    const whole = type === 'PTR' || search.length === 0 || host.includes('.');
    const names = whole ? [reverse ?? host] : search.map((domain) => `${host}.${domain}`);
    return names.map((name) => ({ name, type }));
  });
  const now = sys.realtime();
  const first = Math.floor(now / 1_000_000) + (now % 1_000_000);
  return asked.map(({ name, type }, i) => {
    const id = (first + i) & 0xffff;
    return { id, name, bytes: bytesOf(id, name, type), answered: false };
  });
}

/** nslookup: asks a name server, and prints each answer as it comes. */
export const nslookup = applet({
  literal: true,
  *run(call) {
    const { sys } = call;
    const settings = nslookupSettings(call.operands);
    // A server on the command line leaves resolv.conf, and its search list, unread.
    const { servers, search }: Configuration =
      settings.server === undefined ? yield* configuration(sys) : { servers: [settings.server], search: [] };
    const places: Server[] = [];
    for (const name of servers) places.push(yield* serverAt(sys, name, settings.port));
    return yield* new Lookup(call, settings, queriesFor(sys, settings, search)).run(places);
  },
});
