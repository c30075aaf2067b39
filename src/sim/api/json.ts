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

const byKey = (value: object): object => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** `value` as the engine writes it: one line, maps in the order of their keys. */
export const encodeJson = (value: unknown): Uint8Array => {
  const text = JSON.stringify(value, function (this: object, key: string, member: unknown): unknown {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return isMap(key, this) ? byKey(member) : member;
  });
  return new TextEncoder().encode(`${text}\n`);
};
