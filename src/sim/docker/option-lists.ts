import { flagOf } from '../command/flag.ts';
import { goQuote } from '../command/go-quote.ts';
import { cut, listOf, mapOf } from '../command/list-flags.ts';
import { bytesOf } from './ip-prefix.ts';

/** Labels: a name that is not empty and has no blanks (docker/cli's opts.ValidateLabel). */
export const labels = listOf((text) => {
  const name = cut(text)[0].replace(/^[ \t]+/, '');
  if (name === '') throw new Error(`invalid label '${text}': empty name`);
  if (/[ \t]/.test(name)) throw new Error(`label '${name}' contains whitespaces`);
  return text;
});

/** Environment variables: a name at least. */
export const environment = listOf((text) => {
  if (cut(text)[0] === '') throw new Error(`invalid environment variable: ${text}`);
  return text;
});

/** Legacy links: `container` or `container:alias`. */
export const links = listOf((text) => {
  if (text === '') throw new Error('empty string specified for links');
  if (text.split(':').length > 2) throw new Error(`bad format for links: ${text}`);
  return text;
});

function checkAddress(text: string): string {
  if (bytesOf(text.trim()) === undefined) throw new Error(`IP address is not correctly formatted: ${text}`);
  return text.trim();
}

export const addresses = listOf(checkAddress);

/** `host:ip` or `host=ip`; a blank IP may also be `host-gateway`. */
export const extraHosts = listOf((text) => {
  const [host, address] = text.includes('=') ? cut(text) : cut(text, ':');
  if (!/[=:]/.test(text) || host === '' || host.includes(':'))
    throw new Error(`bad format for add-host: ${goQuote(text)}`);
  const bare = /^\[(.+)\]$/.exec(address)?.[1] ?? address;
  if (address !== 'host-gateway' && bytesOf(bare.trim()) === undefined) {
    throw new Error(`invalid IP address in add-host: ${goQuote(address)}`);
  }
  return `${host}:${bare}`;
});

const DOMAIN =
  /^(:?(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))(:?\.(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])))*)\.?\s*$/;

export const searchDomains = listOf((text) => {
  const trimmed = text.replace(/^ +| +$/g, '');
  if (trimmed === '.') return trimmed;
  const domain = /[a-zA-Z]/.test(trimmed) ? DOMAIN.exec(trimmed)?.[1] : undefined;
  if (domain === undefined || domain.length >= 255) throw new Error(`${trimmed} is not a valid domain`);
  return domain;
});

export const streams = listOf((text) => {
  const name = text.toLowerCase();
  if (!['stdin', 'stdout', 'stderr'].includes(name)) throw new Error('valid streams are STDIN, STDOUT and STDERR');
  return name;
});

/** `a=b` texts as a map; the last one counts. */
export const labelMap = (texts: readonly string[]): Record<string, string> =>
  Object.fromEntries(texts.map((text) => cut(text)));

const SYSCTLS = new Set([
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
]);

/** Only those that a namespace has of its own. */
export const sysctls = mapOf((text) => {
  const [name] = cut(text);
  const known = SYSCTLS.has(name) || /^(net|fs\.mqueue)\./.test(name);
  if (!text.includes('=') || !known) throw new Error(`sysctl '${text}' is not allowed`);
  return text;
});

/** Limits by device or name, that help shows to be none by default. */
export const limits = listOf(undefined, 'list', '[]');

export interface Ulimit {
  readonly Name: string;
  readonly Hard: number;
  readonly Soft: number;
}

/** Resource limits by name, as setrlimit(2) knows them. */
const ULIMITS = [
  ...['core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc', 'rss', 'rtprio'],
  ...['rttime', 'sigpending', 'stack'],
];

function limit(text: string): number {
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new Error(`strconv.ParseInt: parsing ${goQuote(text)}: invalid syntax`);
}

/** `nofile=100:200`: soft, then hard (go-units' ParseUlimit). */
function ulimit(text: string): Ulimit {
  const [Name, values] = cut(text);
  if (!text.includes('=') || Name === '') throw new Error(`invalid ulimit argument: ${text}`);
  if (!ULIMITS.includes(Name)) throw new Error(`invalid ulimit type: ${Name}`);
  const parts = values.split(':');
  if (parts.length > 2)
    throw new Error(`too many limit value arguments - ${values}, can only have up to two, \`soft[:hard]\``);
  const [Soft = 0, Hard = Soft] = parts.map(limit);
  if (Hard !== -1 && Soft === -1)
    throw new Error(`ulimit soft limit must be less than or equal to hard limit: soft: -1 (unlimited), hard: ${Hard}`);
  if (Hard !== -1 && Soft > Hard)
    throw new Error(`ulimit soft limit must be less than or equal to hard limit: ${Soft} > ${Hard}`);
  return { Name, Hard, Soft };
}

export const ulimits = flagOf<readonly Ulimit[]>(
  { name: 'ulimit', parse: (text, before) => [...before, ulimit(text)], shown: () => '[]' },
  [],
);
