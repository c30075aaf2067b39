/** The fields that values of one kind have in common, and those of what they hold. */
export interface Fields {
  readonly of: ReadonlyMap<string, Fields>;
  /** What the members of lists, or the values of maps, have in common. */
  readonly each: Fields | undefined;
}

/** Objects whose keys are a user's or a machine's own: what they hold is compared, not what it is called. */
const MAPS: ReadonlySet<string> = new Set([
  ...['Labels', 'Options', 'DriverOpts', 'Networks', 'Containers', 'Ports', 'PortBindings', 'ExposedPorts', 'Volumes'],
  ...['AuxiliaryAddresses', 'Attributes', 'Sysctls', 'Tmpfs', 'Annotations', 'Plugins', 'Runtimes'],
  ...['EndpointsConfig', 'IndexConfigs', 'Features', 'IPAMConfig'],
]);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What `values`, all found under `name`, have in common; null says nothing of what it stands for. */
export function commonFields(values: readonly unknown[], name = ''): Fields {
  const objects = values.filter(isObject);
  const held = MAPS.has(name) ? objects.flatMap((map) => Object.values(map)) : values.filter(Array.isArray).flat();
  const [first = {}, ...others] = MAPS.has(name) ? [] : objects;
  const common = Object.keys(first).filter((key) => others.every((other) => Object.hasOwn(other, key)));
  return {
    of: new Map(
      common.map((key) => [
        key,
        commonFields(
          objects.map((object) => object[key]),
          key,
        ),
      ]),
    ),
    each: held.length > 0 ? commonFields(held) : undefined,
  };
}

/** The fields that `value` lacks, as paths. */
export function missingFields(value: unknown, fields: Fields, path = '', name = ''): readonly string[] {
  const { each } = fields;
  if (Array.isArray(value) || (isObject(value) && MAPS.has(name))) {
    return each === undefined ? [] : Object.values(value).flatMap((member) => missingFields(member, each, `${path}[]`));
  }
  if (!isObject(value)) return [];
  return [...fields.of].flatMap(([key, below]) =>
    Object.hasOwn(value, key) ? missingFields(value[key], below, `${path}.${key}`, key) : [`${path}.${key} is missing`],
  );
}
