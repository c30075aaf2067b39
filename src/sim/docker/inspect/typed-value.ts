import { GoMap, NamedText, NIL_LIST, NIL_MAP, Struct, type Value } from '../../command/template/value.ts';
import { goTime } from './go-time.ts';

/** Members that are maps in Go, with the kind of what they hold; all other objects are structs (moby's api/types). */
const MAPS: Readonly<Record<string, 'string' | 'list' | 'struct' | 'pointer'>> = {
  Annotations: 'string',
  AuxiliaryAddresses: 'string',
  Containers: 'struct',
  Data: 'string',
  DriverOpts: 'string',
  ExposedPorts: 'struct',
  Labels: 'string',
  Networks: 'pointer',
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
  ApiVersion: 'APIVersion',
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

/** What lists hold, by the list's name. */
const ELEMENTS: Readonly<Record<string, string>> = { Config: 'IPAMPool', Mounts: 'MountPoint' };

/** Members that are times rather than their text, by the type that has them. */
const TIMES: Readonly<Record<string, string>> = { 'network.Inspect': 'Created' };

const emptyMap = (): GoMap => NIL_MAP;

/** Fields that the JSON leaves out when they are zero (`omitempty`), by the struct's name, in Go's order where it matters. */
const OMITTED: Readonly<Record<string, Readonly<Record<string, () => Value>>>> = {
  IPAMPool: { Subnet: () => '', IPRange: () => '', Gateway: () => '', AuxiliaryAddresses: emptyMap },
  MountPoint: { Type: () => '', Name: () => '', Source: () => '', Destination: () => '', Driver: () => '' },
  Config: {
    ExposedPorts: emptyMap,
    Healthcheck: () => null,
    ArgsEscaped: () => false,
    NetworkDisabled: () => false,
    MacAddress: () => '',
    StopSignal: () => '',
    StopTimeout: () => null,
    Shell: () => NIL_LIST,
  },
  HostConfig: {
    Annotations: emptyMap,
    Init: () => null,
    Mounts: () => NIL_LIST,
    StorageOpt: emptyMap,
    Sysctls: emptyMap,
    Tmpfs: emptyMap,
  },
  State: { Health: () => null },
};

/** The struct's fields: zeros for what was left out, at the place that Go gives them. */
function fieldsOf(type: string, entries: readonly (readonly [string, Value])[]): Map<string, Value> {
  const omitted = Object.entries(OMITTED[type] ?? {});
  const given = new Map(entries);
  const ordered = type === 'IPAMPool' || type === 'MountPoint';
  const zeros = omitted.map(([name, zero]) => [name, given.has(name) ? given.get(name) : zero()] as const);
  return new Map(ordered ? [...zeros, ...entries] : [...entries, ...zeros]);
}

const ZEROS = { string: '', list: [], struct: undefined, pointer: null } as const;

/** Members whose keys are ports. */
const BY_PORT = new Set(['ExposedPorts', 'PortBindings', 'Ports']);

/** A port as `80/tcp`, with its parts (docker/go-connections' nat.Port). */
function natPort(text: string): NamedText {
  const [port = '', proto = 'tcp'] = text.split('/');
  const parts = { Port: port, Proto: proto, Int: Number(port) };
  return new NamedText('nat.Port', text, new Map(Object.entries(parts).map(([name, part]) => [name, () => part])));
}

const isMap = (name: string, value: object): boolean =>
  MAPS[name] !== undefined || (name === 'Config' && Object.values(value).every((item) => typeof item === 'string'));

function nil(name: string): Value {
  if (POINTERS.has(name)) return null;
  return MAPS[name] === undefined ? NIL_LIST : NIL_MAP;
}

function member(name: string, value: unknown): Value {
  if (value === null) return nil(name);
  if (typeof value !== 'object') return value as Value;
  if (Array.isArray(value)) return value.map((item) => member(ELEMENTS[name] ?? '', item));
  if (!isMap(name, value)) return struct(`*${name}`, name, value);
  const kind = MAPS[name] ?? 'string';
  const entries = Object.entries(value).map(([key, item]) => [key, member('', item)] as const);
  return new GoMap(new Map(entries), 'map[string]string', ZEROS[kind], BY_PORT.has(name) ? natPort : undefined);
}

function struct(type: string, name: string, json: object): Struct {
  const entries = Object.entries(json).map(([key, value]) => {
    const isTime = TIMES[type] === key && typeof value === 'string';
    return [RENAMED[key] ?? key, isTime ? goTime(value) : member(key, value)] as const;
  });
  return new Struct(type, fieldsOf(name, entries), json);
}

/** The engine's JSON as the Go object that the CLI reads it into: structs whose fields are known, and maps. */
export const typedValue = (type: string, json: object): Value => struct(type, '', json);
