/** Values that are another engine's, machine's or time's own. */
const OWN: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\b[0-9a-f]{12}\b/g, '<id>'],
  [/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/g, '<mac>'],
  [/(?!0001)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/\b\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, '<date>'],
  [/\b(?:Less than a second|About a second|\d+ seconds?)(?: ago)?/g, '<span>'],
];

/** Members whose values say how a machine is built or how full it is: only their kinds are compared. */
const MACHINES = new Set([
  'Created',
  'Pid',
  'Size',
  'SizeRw',
  'SizeRootFs',
  'SharedSize',
  'SpaceReclaimed',
  'LayersSize',
  'time',
  'timeNano',
  'CreatedAt',
  'Comment',
  'DockerVersion',
  'execDuration',
  'Content-Length',
  'Server',
]);

/** Lists of objects are in no order, or in that of random ids. */
const inOrder = (list: readonly unknown[]): readonly unknown[] => {
  const named = list.every((member) => typeof member === 'object' && member !== null && !Array.isArray(member));
  return named ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
};

/** Of a process's row only what it runs. */
const programs = (rows: unknown): unknown => (Array.isArray(rows) ? rows.map((row) => [row.length, row.at(-1)]) : rows);

/** `value` with all that no two engines share put into one form; keys of maps included. */
export function normal(value: unknown, name = ''): unknown {
  if (MACHINES.has(name) && typeof value !== 'object') return typeof value;
  if (typeof value === 'string') return OWN.reduce((text, [pattern, mark]) => text.replace(pattern, mark), value);
  if (name === 'Processes') return programs(value);
  // What was pruned is in the order of a Go map.
  if (Array.isArray(value) && name === 'VolumesDeleted') return value.map((member) => normal(member)).toSorted();
  if (Array.isArray(value)) return inOrder(value.map((member) => normal(member)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [normal(key), normal(member, key)]));
}

/** `value`'s keys and kinds only. */
export function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shape(value[0])] : [];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shape(member)]));
}
