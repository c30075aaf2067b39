/** Members that are maps in Go, whose encoding/json writes them by key; all other objects are structs, in the order they were built. */
const MAPS: ReadonlySet<string> = new Set([
  'Annotations',
  'Attributes',
  'AuxiliaryAddresses',
  'Config',
  'Containers',
  'Data',
  'Details',
  'DriverOpts',
  'ExposedPorts',
  'Labels',
  'Networks',
  'Options',
  'PortBindings',
  'Ports',
  'Runtimes',
  'StorageOpt',
  'Sysctls',
  'Tmpfs',
  'Volumes',
]);

/** `Config` is a map in `LogConfig` only, beside its `Type`. */
const isMap = (key: string, holder: object): boolean => MAPS.has(key) && (key !== 'Config' || 'Type' in holder);

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

const isSorted = (keys: readonly string[]): boolean => keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key);

const byKey = (map: Members): Members => Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));

/** With all maps in order that are below; itself where they are already: most are, and JSON.stringify() is far quicker without a replacer. */
function inOrder(value: unknown, map: boolean): unknown {
  if (!isObject(value)) return value;
  const isArray = Array.isArray(value);
  const keys = Object.keys(value);
  let copy: Record<string, unknown> | undefined;
  if (map && !isArray && !isSorted(keys)) copy = byKey(value);
  for (const key of keys) {
    const member = value[key];
    const ordered = inOrder(member, !isArray && isMap(key, value));
    if (ordered === member) continue;
    copy ??= (isArray ? [...value] : { ...value }) as Record<string, unknown>;
    copy[key] = ordered;
  }
  return copy ?? value;
}

const encoder = new TextEncoder();

/** `value` as the engine writes it: one line, maps in the order of their keys. */
export const encodeJson = (value: unknown): Uint8Array => encoder.encode(`${JSON.stringify(inOrder(value, false))}\n`);
