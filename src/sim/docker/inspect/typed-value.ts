import { GoMap, Struct, type Value } from '../../command/template/value.ts';

/** Members that are maps in Go, with the kind of what they hold; all other objects are structs (moby's api/types). */
const MAPS: Readonly<Record<string, 'string' | 'list' | 'struct'>> = {
  Annotations: 'string',
  AuxiliaryAddresses: 'string',
  Containers: 'struct',
  Data: 'string',
  DriverOpts: 'string',
  ExposedPorts: 'struct',
  Labels: 'string',
  Networks: 'struct',
  Options: 'string',
  PortBindings: 'list',
  Ports: 'list',
  StorageOpt: 'string',
  Sysctls: 'string',
  Tmpfs: 'string',
  Volumes: 'struct',
};

/** Members that are pointers in Go: nil where the JSON has null. */
const POINTERS = new Set(['IPAMConfig', 'Init', 'MemorySwappiness', 'OomKillDisable', 'PidsLimit', 'SwarmNodeID']);

/** Go's names where they are not the JSON's. */
const RENAMED: Readonly<Record<string, string>> = {
  Id: 'ID',
  HostIp: 'HostIP',
  Dns: 'DNS',
  DnsOptions: 'DNSOptions',
  DnsSearch: 'DNSSearch',
  CpuShares: 'CPUShares',
  NanoCpus: 'NanoCPUs',
  CpuPeriod: 'CPUPeriod',
  CpuQuota: 'CPUQuota',
};

const ZEROS = { string: '', list: [], struct: undefined } as const;

const isMap = (name: string, value: object): boolean =>
  MAPS[name] !== undefined || (name === 'Config' && Object.values(value).every((item) => typeof item === 'string'));

function nil(name: string): Value {
  if (POINTERS.has(name)) return null;
  return MAPS[name] === undefined ? [] : new GoMap(new Map(), 'map[string]string', '');
}

function member(name: string, value: unknown): Value {
  if (value === null) return nil(name);
  if (typeof value !== 'object') return value as Value;
  if (Array.isArray(value)) return value.map((item) => member('', item));
  if (!isMap(name, value)) return typedValue(`*${name}`, value);
  const kind = MAPS[name] ?? 'string';
  const entries = Object.entries(value).map(([key, item]) => [key, member('', item)] as const);
  return new GoMap(new Map(entries), 'map[string]string', ZEROS[kind]);
}

/** The engine's JSON as the Go object that the CLI reads it into: structs whose fields are known, and maps. */
export function typedValue(type: string, json: object): Value {
  const entries = Object.entries(json).map(([name, value]) => [RENAMED[name] ?? name, member(name, value)] as const);
  return new Struct(type, new Map(entries), json);
}
