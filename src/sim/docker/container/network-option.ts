import { flagOf } from '../../command/flag.ts';
import { cut, parseCsv } from '../../command/list-flags.ts';

/** One `--network`: a name, or `name=net,alias=a,ip=…` (docker/cli's NetworkAttachmentOpts). */
export interface NetworkAttachment {
  readonly target: string;
  readonly aliases: readonly string[];
  readonly links: readonly string[];
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly ipv4Address: string;
  readonly ipv6Address: string;
  readonly linkLocalIps: readonly string[];
  readonly macAddress: string;
  readonly gwPriority: number;
}

export const attachmentTo = (target: string): NetworkAttachment => ({
  target,
  aliases: [],
  links: [],
  driverOptions: {},
  ipv4Address: '',
  ipv6Address: '',
  linkLocalIps: [],
  macAddress: '',
  gwPriority: 0,
});

function driverOption(text: string): Record<string, string> {
  const [name, value] = cut(text.toLowerCase());
  if (!text.includes('=') || name === '') throw new Error('invalid key value pair format in driver options');
  return { [name.trim()]: value.trim() };
}

function gwPriority(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`invalid gw-priority (${text}): invalid syntax`);
  return Number(text);
}

type Setter = (attachment: NetworkAttachment, value: string) => Partial<NetworkAttachment>;

const FIELDS: Readonly<Record<string, Setter>> = {
  name: (_, target) => ({ target }),
  alias: ({ aliases }, alias) => ({ aliases: [...aliases, alias] }),
  ip: (_, ipv4Address) => ({ ipv4Address }),
  ip6: (_, ipv6Address) => ({ ipv6Address }),
  'mac-address': (_, macAddress) => ({ macAddress }),
  'link-local-ip': ({ linkLocalIps }, address) => ({ linkLocalIps: [...linkLocalIps, address] }),
  'driver-opt': ({ driverOptions }, text) => ({ driverOptions: { ...driverOptions, ...driverOption(text) } }),
  'gw-priority': (_, text) => ({ gwPriority: gwPriority(text) }),
};

function parse(text: string): NetworkAttachment {
  if (!/\w+=\w+(,\w+=\w+)*/.test(text)) return attachmentTo(text);
  let attachment = attachmentTo('');
  for (const field of parseCsv(text)) {
    const [key, value] = cut(field.toLowerCase());
    if (!field.includes('=') || key === '') throw new Error(`invalid field ${field}`);
    const set = FIELDS[key.trim()];
    if (set === undefined) throw new Error(`invalid field key ${key.trim()}`);
    attachment = { ...attachment, ...set(attachment, value.trim()) };
  }
  if (attachment.target === '') throw new Error('network name/id is not specified');
  return attachment;
}

export const networks = flagOf<readonly NetworkAttachment[]>(
  { name: 'network', parse: (text, before) => [...before, parse(text)], shown: () => undefined },
  [],
);
